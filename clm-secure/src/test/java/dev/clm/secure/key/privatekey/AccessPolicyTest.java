package dev.clm.secure.key.privatekey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessPolicyTest {
    private static final UUID USER = UUID.fromString("01890000-0000-7000-8000-000000000001");
    private static final Actor ACTOR =
            new Actor(USER, "ann", OrganizationId.of(new UUID(0, 1)), Set.of("CERT_OPERATOR"), null, null, null);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                                          | ALLOWED",
                "{\"allowed_operations\":[\"export\"]}                                        | ALLOWED",
                "{\"allowed_operations\":[\"sign\"]}                                          | OPERATION_NOT_ALLOWED",
                "{\"allowed_operations\":[]}                                                  | OPERATION_NOT_ALLOWED",
                "{\"allowed_user_ids\":[\"01890000-0000-7000-8000-000000000001\"]}            | ALLOWED",
                "{\"allowed_user_ids\":[\"01890000-0000-7000-8000-000000000002\"]}            | USER_NOT_ALLOWED",
                "{\"allowed_user_ids\":[]}                                                    | USER_NOT_ALLOWED",
                "{\"allowed_role_codes\":[\"CERT_OPERATOR\"]}                                 | ALLOWED",
                "{\"allowed_role_codes\":[\"CERT_ADMIN\"]}                                    | USER_NOT_ALLOWED",
                "{\"allowed_user_ids\":[],\"allowed_role_codes\":[\"CERT_OPERATOR\"]}         | ALLOWED",
                "{\"max_uses_per_day\":1}                                                     | ALLOWED",
                "{\"require_mfa\":true}                                                       | MFA_REQUIRED",
                "{\"require_mfa\":false}                                                      | ALLOWED"
            })
    void thePolicyDecidesAnExportWithoutSecondFactor(String json, AccessDecision expected) {
        assertThat(AccessPolicyJson.parse(json).decide(ACTOR, KeyOperation.EXPORT, false))
                .isEqualTo(expected);
    }

    @Test
    void aSecondFactorSatisfiesThePolicy() {
        assertThat(AccessPolicyJson.parse("{\"require_mfa\":true}").decide(ACTOR, KeyOperation.SIGN, true))
                .isEqualTo(AccessDecision.ALLOWED);
    }

    @Test
    void everyDecisionButAllowedIsForbidden() {
        AccessDecision.ALLOWED.orRefuse();
        assertThatThrownBy(AccessDecision.MFA_REQUIRED::orRefuse)
                .isInstanceOfSatisfying(
                        ClmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                                     | access_policy",
                "null                                                   | access_policy",
                "''                                                     | access_policy",
                "{                                                      | access_policy",
                "{} {}                                                  | access_policy",
                "{\"require_mfa\":true,\"require_mfa\":false}           | access_policy",
                "{\"allowed_operation\":[\"sign\"]}                     | access_policy.allowed_operation",
                "{\"allowed_operations\":\"sign\"}                      | access_policy.allowed_operations",
                "{\"allowed_operations\":null}                          | access_policy.allowed_operations",
                "{\"allowed_operations\":[\"sign\",\"SIGN\"]}           | access_policy.allowed_operations[1]",
                "{\"allowed_user_ids\":[\"1-1-1-1-1\"]}                 | access_policy.allowed_user_ids[0]",
                "{\"allowed_user_ids\":[7]}                             | access_policy.allowed_user_ids[0]",
                "{\"allowed_role_codes\":[\"\"]}                        | access_policy.allowed_role_codes[0]",
                "{\"allowed_role_codes\":[\"a\\u0000\"]}                | access_policy.allowed_role_codes[0]",
                "{\"max_uses_per_day\":0}                               | access_policy.max_uses_per_day",
                "{\"max_uses_per_day\":1.5}                             | access_policy.max_uses_per_day",
                "{\"max_uses_per_day\":99999999999}                     | access_policy.max_uses_per_day",
                "{\"max_uses_per_day\":\"3\"}                           | access_policy.max_uses_per_day",
                "{\"require_mfa\":\"yes\"}                              | access_policy.require_mfa"
            })
    void aPolicyThatIsNotExactlyOneIsRefusedByField(String json, String field) {
        assertThatThrownBy(() -> AccessPolicyJson.parse(json))
                .isInstanceOfSatisfying(
                        ClmException.class,
                        e -> assertThat(e.errors().get(0).field()).isEqualTo(field));
    }

    @Test
    void noListIsLongerThanAHundred() {
        String hundred = "\"A\",".repeat(99) + "\"A\"";
        assertThat(AccessPolicyJson.parse("{\"allowed_role_codes\":[" + hundred + "]}")
                        .allowedRoleCodes())
                .hasValue(Set.of("A"));

        assertThatThrownBy(() -> AccessPolicyJson.parse("{\"allowed_role_codes\":[" + hundred + ",\"A\"]}"))
                .isInstanceOf(ClmException.class);
    }

    @Test
    void aWrittenPolicyReadsBackTheSame() {
        String json = "{\"allowed_operations\":[\"export\",\"sign\"],\"allowed_user_ids\":[\"" + USER
                + "\"],\"allowed_role_codes\":[\"CERT_ADMIN\"],\"max_uses_per_day\":5,\"require_mfa\":true}";

        AccessPolicy policy = AccessPolicyJson.parse(json);

        assertThat(AccessPolicyJson.write(policy)).isEqualTo(json);
        assertThat(AccessPolicyJson.parse(AccessPolicyJson.write(policy))).isEqualTo(policy);
    }
}
