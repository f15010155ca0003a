package dev.clm.secure.coordination;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.coordination.EventType;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.database.SecureTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings rows of a restored clm_secure_db forward to what was true before. Needs the service role. */
public final class RestoredRowRepository {
    private static final Logger LOG = LoggerFactory.getLogger(RestoredRowRepository.class);
    private static final String[] LISTED = CertificateStatus.codes(CertificateStatus::isListed);
    /**
     * An event of an earlier release may tell a revocation without its reason: then the one that the row has stays. What leads
     * nowhere back (CertificateStatus) stays too: a revocation, whose reason can only be raised, and what time has done.
     */
    private static final String STATES = """
            with told as (
              select l.id, s.status, l.owner_user_id, l.deleted_at,
                case when c.status = 'revoked' then c.revoked_at
                  when s.status = any(?) then coalesce(l.revoked_at, c.revoked_at, now()) end as revoked_at,
                case when c.status = 'revoked' and l.revocation_reason is distinct from 'key_compromise' then c.revocation_reason
                  when s.status = any(?) then coalesce(l.revocation_reason,
                    case when c.status = s.status then c.revocation_reason end, 'unspecified') end as revocation_reason
              from unnest(?::uuid[], ?::text[], ?::uuid[], ?::timestamptz[], ?::timestamptz[], ?::text[])
                as l (id, status, owner_user_id, deleted_at, revoked_at, revocation_reason)
              join certificates c on c.id = l.id
              cross join lateral (select case when c.status = 'revoked' or l.status = 'pending' or (c.status, l.status) in
                (('expiring', 'active'), ('expired', 'active'), ('expired', 'expiring'))
                then c.status else l.status end as status) s)
            update certificates c set status = l.status, owner_user_id = l.owner_user_id, deleted_at = l.deleted_at,
              revoked_at = l.revoked_at, revocation_reason = l.revocation_reason
            from told l
            where c.id = l.id and (c.status, c.owner_user_id, c.deleted_at, c.revoked_at, c.revocation_reason)
              is distinct from (l.status, l.owner_user_id, l.deleted_at, l.revoked_at, l.revocation_reason)
            returning c.id
            """;

    private static final String DEPARTURES = """
            select id, aggregate_id, event_type, applied_at from applied_events
            where (applied_at, id) > (?::timestamptz, ?) and event_type = any(?)
            order by applied_at, id limit ?
            """;
    /** Who revoked is not told across: the system's user stands for them, and the audit entry says that it is a replay. */
    private static final String REVOCATIONS = """
            insert into certificate_revocations
              (organization_id, certificate_id, revocation_date, revocation_reason, revoked_by_user_id)
            select c.organization_id, c.id, coalesce(c.revoked_at, now()), coalesce(c.revocation_reason, 'remove_from_crl'), ?
            from certificates c
            where c.id = any(?) and case when c.status = any(?)
              then not exists (select from certificate_revocations r
                where r.certificate_id = c.id and r.revocation_date = c.revoked_at
                  and r.revocation_reason = c.revocation_reason)
              else exists (select from certificate_revocations r
                where r.certificate_id = c.id and r.is_current and r.revocation_reason <> 'remove_from_crl') end
            """;

    /** Those of the certificates that this database has no row of. */
    public Set<UUID> missingCertificates(SecureTransaction tx, Collection<UUID> certificateIds) {
        return new HashSet<>(tx.dsl()
                .fetch(
                        "select w.id from unnest(?) as w (id)"
                                + " where not exists (select from certificates c where c.id = w.id)",
                        (Object) certificateIds.toArray(UUID[]::new))
                .getValues(0, UUID.class));
    }

    /** Answers the certificates that were not as told, now they are. */
    public Set<UUID> bringForward(SecureTransaction tx, List<LostChange> changes) {
        return new HashSet<>(tx.dsl()
                .fetch(
                        STATES,
                        LISTED,
                        LISTED,
                        column(changes, LostChange::certificateId, UUID[]::new),
                        column(changes, change -> change.status().code(), String[]::new),
                        column(changes, LostChange::ownerUserId, UUID[]::new),
                        times(changes, LostChange::deletedAt),
                        times(changes, LostChange::revokedAt),
                        column(changes, LostChange::revocationReason, String[]::new))
                .getValues(0, UUID.class));
    }

    /** Answers how many revocations were missing. */
    public int addRevocations(SecureTransaction tx, Collection<UUID> certificateIds) {
        return tx.dsl().execute(REVOCATIONS, Actor.SYSTEM_USER_ID, certificateIds.toArray(UUID[]::new), LISTED);
    }

    /**
     * No authority publishes a CRL under a number that was published before the restore (RFC 5280, 5.2.3), and what data keys
     * have encrypted since the backup stays counted (requirement K4). Answers how many authorities there are.
     */
    public int skipUsedNumbers(SecureTransaction tx, long crlNumbers, long encryptions) {
        int keys = tx.dsl()
                .execute(
                        "update encryption_keys set usage_count = least(usage_count + ?, 4294967296)"
                                + " where key_type = 'data' and key_status in ('active', 'rotating')",
                        encryptions);
        LOG.debug("the usage of {} data keys was raised", keys);
        // No delta is to be combined with a list that this database does not know: those begin at the next full list.
        int due = tx.dsl()
                .execute(
                        "update crl_publications set next_update = least(next_update, now()), base_crl_number = null,"
                                + " base_change = null, next_base_crl_number = null, next_base_change = null, next_base_at = null");
        LOG.debug("{} lists are published again", due);
        return tx.dsl().execute("update certificate_authorities set last_crl_number = last_crl_number + ?", crlNumbers);
    }

    /** Events of these types that clm_core_db told, in the order of their application, after one of them. */
    public List<AppliedTargetEvent> after(
            SecureTransaction tx, List<EventType> types, Instant appliedAt, UUID id, int limit) {
        return tx.dsl()
                .fetch(DEPARTURES, appliedAt.toString(), id, EventType.codes(types), limit)
                .map(row -> new AppliedTargetEvent(
                        row.get("id", UUID.class),
                        row.get("aggregate_id", UUID.class),
                        EventType.ofCode(row.get("event_type", String.class)).orElseThrow(),
                        row.get("applied_at", Instant.class)));
    }

    private static <V> V[] column(List<LostChange> changes, Function<LostChange, V> value, IntFunction<V[]> array) {
        return changes.stream().map(value).toArray(array);
    }

    private static String[] times(List<LostChange> changes, Function<LostChange, Instant> value) {
        return changes.stream()
                .map(value)
                .map(time -> time == null ? null : time.toString())
                .toArray(String[]::new);
    }
}
