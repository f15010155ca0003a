package dev.clm.secure.certificate.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.BareRows;
import dev.clm.secure.SecureTestDatabase;
import dev.clm.secure.certificate.status.CertificateCountRepository.CertificateCounts;
import dev.clm.secure.database.SecureTransaction;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("C7")
class CertificateCountRepositoryIT {
    private final OrganizationId tenant = OrganizationId.of(UUID.randomUUID());
    private final CertificateCountRepository counts = new CertificateCountRepository();

    @BeforeAll
    static void seen() {
        SecureTestDatabase.asSuperuser("vacuum analyze certificates");
    }

    @ParameterizedTest
    @CsvSource({
        "active,    -1,   0",
        "active,    0.5,  1",
        "expiring,  0.5,  1",
        "active,    6.9,  2",
        "active,    7.1,  3",
        "expiring,  13.9, 3",
        "active,    29.9, 4",
        "active,    89.9, 5",
        "active,    90.1, 6"
    })
    void oneInForceIsCountedOnceByItsDaysLeft(String status, double days, int division) {
        CertificateCounts before = count();
        certificate(status, days);

        CertificateCounts after = count();
        for (int i = 0; i < after.inForce().size(); i++) {
            assertThat(after.inForce().get(i) - before.inForce().get(i))
                    .as("division %d", i)
                    .isEqualTo(i == division ? 1 : 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "expired", "revoked", "suspended"})
    void oneThatIsNotInForceIsCountedByItsStatusAlone(String status) {
        CertificateCounts before = count();
        certificate(status, 10);

        CertificateCounts after = count();
        CertificateStatus counted = CertificateStatus.ofCode(status);
        assertThat(after.byStatus().get(counted) - before.byStatus().get(counted))
                .isEqualTo(1);
        assertThat(after.inForce()).isEqualTo(before.inForce());
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "expiring"})
    void aDeletedOneIsNotCounted(String status) {
        UUID id = certificate(status, 10);
        CertificateCounts before = count();

        SecureTestDatabase.asSuperuser("update certificates set deleted_at = now() where id = ?", id);

        CertificateCounts after = count();
        assertThat(after.inForce().get(3)).isEqualTo(before.inForce().get(3) - 1);
        CertificateStatus counted = CertificateStatus.ofCode(status);
        assertThat(after.byStatus().get(counted)).isEqualTo(before.byStatus().get(counted) - 1);
    }

    /** A million certificates are gigabytes, and their indexes a few megabytes. */
    @ParameterizedTest
    @ValueSource(strings = {"idx_certificates_active_ends", "idx_certificates_expiring_ends"})
    void endsAreReadFromAnIndexAlone(String index) {
        assertThat(plan(CertificateCountRepository.BY_DAYS_LEFT)).contains("Index Only Scan using " + index);
    }

    @Test
    void statesAreReadFromAnIndexAlone() {
        assertThat(plan(CertificateCountRepository.BY_STATUS)).contains("Index Only Scan using idx_certificates");
    }

    private static String plan(String query) {
        return SecureTestDatabase.database().inServiceRole("a test", tx -> plan(tx, query));
    }

    private static String plan(SecureTransaction tx, String query) {
        tx.dsl().execute("set local enable_seqscan = off; set local enable_bitmapscan = off");
        return String.join("\n", tx.dsl().fetch("explain " + query).getValues(0, String.class));
    }

    private CertificateCounts count() {
        return SecureTestDatabase.database().inServiceRole("a test", counts::count);
    }

    private UUID certificate(String status, double daysLeft) {
        return BareRows.certificate(tenant, status, 2, daysLeft);
    }
}
