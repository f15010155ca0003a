package dev.clm.core.policy.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyRulesDocumentTest {
    @Test
    void anUnknownRuleRefusesTheDocumentByName() {
        assertThat(faultsOf("{\"max_validity_days\":90,\"max_validty_days\":30}"))
                .extracting(FieldError::field)
                .containsExactly("policy_rules.max_validty_days");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"max_validity_days\":0}",
                "{\"max_validity_days\":\"90\"}",
                "{\"max_validity_days\":90.5}",
                "{\"max_validity_days\":99999999999}",
                "{\"max_validity_days\":null}",
                "{\"require_approval\":\"yes\"}",
                "{\"allowed_algorithms\":[\"DSA\"]}",
                "{\"allowed_algorithms\":\"RSA\"}",
                "{\"allowed_san_types\":[\"DNS\",\"DNS\"]}",
                "{\"allowed_dns_suffixes\":[\"\"]}",
                "{\"max_sans\":-1}"
            })
    void aRuleOfTheWrongTypeOrRangeIsNamed(String json) {
        String rule = json.substring(2, json.indexOf('"', 2));

        assertThat(faultsOf(json)).extracting(FieldError::field).containsExactly("policy_rules." + rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{\"max_sans\":1", "{} {}"})
    void whatIsNoObjectIsRefused(String json) {
        assertThat(faultsOf(json)).extracting(FieldError::field).containsExactly("policy_rules");
    }

    private static List<FieldError> faultsOf(String json) {
        return catchThrowableOfType(ClmException.class, () -> PolicyRules.parse(json))
                .errors();
    }
}
