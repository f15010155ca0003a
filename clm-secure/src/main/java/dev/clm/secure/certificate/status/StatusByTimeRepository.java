package dev.clm.secure.certificate.status;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.secure.database.SecureTransaction;
import java.time.Duration;
import java.util.UUID;

/**
 * Moves certificates on from active to expiring to expired (requirement I5), by the database's clock (T7). One is expiring from
 * a set time before its end, yet in the last third of its life at the earliest. Each piece is one statement; rows that another
 * transaction holds are left to the next one. The outbox events are written by the table's own trigger.
 */
public final class StatusByTimeRepository {
    /** The id list is an array, so that however many a piece may have, the planner looks each row up by its id. */
    private static final String MOVE_ON = """
            with due as (
              select c.id from certificates c where %s
              order by c.not_after limit ? for no key update skip locked)
            update certificates c set status = %s where c.id = any(array(select id from due))
            """;
    /** As in idx_certificates_active_ends. */
    private static final String IN_LAST_THIRD =
            "(c.not_after at time zone 'UTC') - (c.not_after - c.not_before) / 3 <= now() at time zone 'UTC'";

    private static final String WITHIN = "c.not_after <= now() + ? * interval '1 second'";
    private static final String ACTIVE = MOVE_ON.formatted(
            "c.status = 'active' and " + WITHIN + " and " + IN_LAST_THIRD,
            "case when c.not_after <= now() then 'expired' else 'expiring' end");
    private static final String EXPIRING =
            MOVE_ON.formatted("c.status = 'expiring' and c.not_after <= now()", "'expired'");
    private static final String NOW = "select case when c.not_after <= now() then 'expired' when " + WITHIN + " and "
            + IN_LAST_THIRD + " then 'expiring' else 'active' end from certificates c where c.id = ?";

    private final long expiringSeconds;

    public StatusByTimeRepository(Duration expiringBefore) {
        this.expiringSeconds = expiringBefore.toSeconds();
    }

    /** At most `limit` active ones that are expiring now, or have ended. Answers how many there were. */
    public int moveOnActive(SecureTransaction tx, int limit) {
        return tx.dsl().execute(ACTIVE, expiringSeconds, limit);
    }

    /** At most `limit` expiring ones that have ended. Answers how many there were. */
    public int moveOnExpiring(SecureTransaction tx, int limit) {
        return tx.dsl().execute(EXPIRING, limit);
    }

    /** What a certificate that is there would be now if nobody had revoked it. */
    public CertificateStatus statusNow(SecureTransaction tx, UUID id) {
        return CertificateStatus.ofCode(
                tx.dsl().fetchSingle(NOW, expiringSeconds, id).get(0, String.class));
    }
}
