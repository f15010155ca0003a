package dev.clm.core.coordination;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.coordination.EventType;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.database.CoreTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jooq.Record;

/** What clm_secure_db told this database (applied_events), and what became of it. Needs the service role. */
public final class AppliedCertificateEventRepository {
    private static final String PAGE = """
            select id, organization_id, aggregate_id, applied_at, payload->>'status' as status,
              (payload->>'owner_user_id')::uuid as owner_user_id, (payload->>'deleted_at')::timestamptz as deleted_at,
              (payload->>'revoked_at')::timestamptz as revoked_at, payload->>'revocation_reason' as revocation_reason
            from applied_events
            where (applied_at, id) > (?::timestamptz, ?) and event_type = any(?)
            order by applied_at, id limit ?
            """;
    /** Those whose payload says in which state the certificate is. */
    private static final String[] STATES =
            EventType.codes(List.of(EventType.CERTIFICATE_ISSUED, EventType.CERTIFICATE_CHANGED));

    /** In the order of their application, after one of them. */
    public List<AppliedCertificateEvent> after(CoreTransaction tx, Instant appliedAt, UUID id, int limit) {
        return tx.dsl()
                .fetch(PAGE, appliedAt.toString(), id, STATES, limit)
                .map(AppliedCertificateEventRepository::change);
    }

    /** Marks the metadata of certificates that clm_secure_db no longer has. Answers how many were not marked yet. */
    public int markLost(CoreTransaction tx, Collection<UUID> certificateIds) {
        return tx.dsl()
                .execute(
                        "update certificate_metadata set secure_lost_at = now()"
                                + " where certificate_id = any(?) and secure_lost_at is null",
                        (Object) certificateIds.toArray(UUID[]::new));
    }

    /** All that are marked, newest first. */
    public List<LostCertificate> lost(CoreTransaction tx, int limit) {
        return tx.dsl()
                .fetch(
                        "select certificate_id, organization_id, common_name, serial_number, not_after, status"
                                + " from certificate_metadata where secure_lost_at is not null"
                                + " order by secure_lost_at desc, id limit ?",
                        limit)
                .map(row -> new LostCertificate(
                        row.get(0, UUID.class),
                        row.get(1, UUID.class),
                        row.get(2, String.class),
                        row.get(3, String.class),
                        row.get(4, Instant.class),
                        row.get(5, String.class)));
    }

    private static AppliedCertificateEvent change(Record row) {
        return new AppliedCertificateEvent(
                row.get("id", UUID.class),
                OrganizationId.of(row.get("organization_id", UUID.class)),
                row.get("aggregate_id", UUID.class),
                row.get("applied_at", Instant.class),
                CertificateStatus.ofCode(row.get("status", String.class)),
                row.get("owner_user_id", UUID.class),
                row.get("deleted_at", Instant.class),
                row.get("revoked_at", Instant.class),
                row.get("revocation_reason", String.class));
    }
}
