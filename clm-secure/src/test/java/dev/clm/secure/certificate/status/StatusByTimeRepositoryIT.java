package dev.clm.secure.certificate.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.BareRows;
import dev.clm.secure.SecureTestDatabase;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** States that follow from time alone; expiring is what ends within thirty days. */
@Tag("I5")
class StatusByTimeRepositoryIT {
    private static final int ALL = 1_000;

    private final OrganizationId tenant = OrganizationId.of(UUID.randomUUID());
    private final StatusByTimeRepository states = new StatusByTimeRepository(Duration.ofDays(30));

    /** Days of its life that are over, days that are left. */
    @ParameterizedTest
    @CsvSource({
        "active,    100,   31, active",
        "active,    100,   29, expiring",
        "active,    29,    29, active",
        "active,    5,      5, active",
        "active,    7,      3, expiring",
        "active,    9,     -1, expired",
        "expiring,  5,      5, expiring",
        "expiring,  9,     -1, expired",
        "expired,   9,     -1, expired",
        "pending,   9,     -1, pending",
        "suspended, 9,     -1, suspended",
        "revoked,   9,     -1, revoked"
    })
    void eachIsWhatItsDatesSay(String status, int over, int left, String next) {
        UUID id = certificate(status, over, left);

        moveOn(ALL);

        assertThat(status(id)).isEqualTo(next);
    }

    /** What a hold ends as. */
    @ParameterizedTest
    @CsvSource({"100, 31, ACTIVE", "100, 29, EXPIRING", "5, 5, ACTIVE", "7, 3, EXPIRING", "9, -1, EXPIRED"})
    void whatAHoldHidIsKnown(int over, int left, CertificateStatus now) {
        UUID id = certificate("suspended", over, left);

        assertThat(SecureTestDatabase.database()
                        .<CertificateStatus>inTransaction(tenant, tx -> states.statusNow(tx, id)))
                .isEqualTo(now);
    }

    /** Restored, it must not be in force again. */
    @Test
    @Tag("S4")
    void aDeletedOneMovesOnToo() {
        UUID id = certificate("active", 9, -1);
        SecureTestDatabase.asSuperuser("update certificates set deleted_at = now() where id = ?", id);

        moveOn(ALL);

        assertThat(status(id)).isEqualTo("expired");
    }

    @Test
    @Tag("X4")
    void eachChangeIsToldOnce() {
        UUID id = certificate("expiring", 9, -1);

        moveOn(ALL);
        moveOn(ALL);

        assertThat(SecureTestDatabase.count(
                        "outbox where aggregate_id = ? and event_type = 'certificate.changed'"
                                + " and payload->>'status' = 'expired'",
                        id))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"active", "expiring"})
    void aPieceHasNoMoreRowsThanItMay(String status) {
        for (int i = 0; i < 3; i++) {
            certificate(status, 5_000, -4_000);
        }

        assertThat(moveOn(status, 2)).isEqualTo(2);

        assertThat(own(status)).isEqualTo(1);
    }

    /** Another instance's piece, or a revocation. */
    @Test
    @Tag("T2")
    void rowsThatAnotherTransactionHoldsAreLeftAndNotWaitedFor() {
        UUID held = certificate("active", 9, -1);
        UUID free = certificate("active", 9, -1);

        SecureTestDatabase.database().useTransaction(tenant, tx -> {
            assertThat(tx.dsl().fetch("select id from certificates where id = ? for update", held))
                    .hasSize(1);
            CompletableFuture.runAsync(() -> moveOn(ALL)).join();
        });

        assertThat(status(held)).isEqualTo("active");
        assertThat(status(free)).isEqualTo("expired");
    }

    private void moveOn(int limit) {
        assertThat(moveOn("expiring", limit) + moveOn("active", limit)).isNotNegative();
    }

    private int moveOn(String status, int limit) {
        return SecureTestDatabase.database()
                .inServiceRole(
                        "a test moves states on",
                        tx -> status.equals("active")
                                ? states.moveOnActive(tx, limit)
                                : states.moveOnExpiring(tx, limit));
    }

    private int own(String status) {
        return SecureTestDatabase.count(
                "certificates where organization_id = ? and status = ?", tenant.value(), status);
    }

    private static String status(UUID id) {
        return SecureTestDatabase.database()
                .inServiceRole(
                        "a test reads a status",
                        tx -> tx.dsl()
                                .fetchSingle("select status from certificates where id = ?", id)
                                .get(0, String.class));
    }

    private UUID certificate(String status, int daysOver, int daysLeft) {
        return BareRows.certificate(tenant, status, daysOver, daysLeft);
    }
}
