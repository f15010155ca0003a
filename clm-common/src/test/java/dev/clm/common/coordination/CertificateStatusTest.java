package dev.clm.common.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("R1")
class CertificateStatusTest {
    @ParameterizedTest
    @CsvSource({
        "PENDING,   ACTIVE REVOKED SUSPENDED",
        "ACTIVE,    EXPIRING EXPIRED REVOKED SUSPENDED",
        "EXPIRING,  EXPIRED REVOKED SUSPENDED",
        "EXPIRED,   REVOKED SUSPENDED",
        "SUSPENDED, ACTIVE EXPIRING EXPIRED REVOKED",
        "REVOKED,   ''"
    })
    void aStatusMayBecomeTheseAndNoOther(CertificateStatus status, String followers) {
        for (CertificateStatus next : CertificateStatus.values()) {
            assertThat(status.mayBecome(next))
                    .as(next.code())
                    .isEqualTo((" " + followers + " ").contains(" " + next + " "));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCodeIsReadAsItIsWritten(CertificateStatus status) {
        assertThat(CertificateStatus.ofCode(status.code())).isEqualTo(status);
    }

    @Test
    void anythingElseIsNoStatus() {
        assertThatThrownBy(() -> CertificateStatus.ofCode("ACTIVE")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CertificateStatus.ofCode(null)).isInstanceOf(IllegalArgumentException.class);
    }
}
