package dev.clm.pki.crl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clm.common.error.ClmException;
import java.security.cert.CRLReason;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** See RFC 5280 5.3.1: https://www.rfc-editor.org/rfc/rfc5280#section-5.3.1 */
@Tag("RFC5280")
class RevocationReasonTest {
    @ParameterizedTest
    @CsvSource({
        "unspecified, 0, UNSPECIFIED",
        "key_compromise, 1, KEY_COMPROMISE",
        "ca_compromise, 2, CA_COMPROMISE",
        "affiliation_changed, 3, AFFILIATION_CHANGED",
        "superseded, 4, SUPERSEDED",
        "cessation_of_operation, 5, CESSATION_OF_OPERATION",
        "certificate_hold, 6, CERTIFICATE_HOLD",
        "remove_from_crl, 8, REMOVE_FROM_CRL",
        "privilege_withdrawn, 9, PRIVILEGE_WITHDRAWN",
        "aa_compromise, 10, AA_COMPROMISE"
    })
    void codesAreThoseOfTheStandard(String value, int code, CRLReason inTheJdk) {
        RevocationReason reason = RevocationReason.of(value);
        assertThat(reason.value()).isEqualTo(value);
        assertThat(reason.code()).isEqualTo(code).isEqualTo(inTheJdk.ordinal());
    }

    @Test
    void thereAreTenAndNoneHasTheUnusedCodeSeven() {
        assertThat(Stream.of(RevocationReason.values()).map(RevocationReason::code))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 8, 9, 10);
    }

    @ParameterizedTest
    @EnumSource
    void onlyRemovalIsNotListed(RevocationReason reason) {
        assertThat(reason.isListed()).isEqualTo(reason != RevocationReason.REMOVE_FROM_CRL);
    }

    @Test
    void unknownReasonIsRefusedByItsField() {
        ClmException refusal = catchThrowableOfType(ClmException.class, () -> RevocationReason.of("keyCompromise"));
        assertThat(refusal.errors()).singleElement().extracting("field").isEqualTo("reason");
    }
}
