package dev.clm.secure.certificate.issued;

import dev.clm.common.coordination.EventType;
import dev.clm.common.coordination.OutboxEvent;
import dev.clm.secure.database.SecureTransaction;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.impl.DSL;

/** Tells the other database again what it lost or what was changed there by hand: events of what certificates are now. */
public final class CertificateRetellingRepository {
    /**
     * As issuance wrote it, with what has happened since: a restored clm_secure_db is brought forward from each event alone. The
     * annotations are those that the removed row had.
     */
    private static final String ISSUED = """
            insert into outbox (organization_id, aggregate_id, event_type, payload)
            select c.organization_id, c.id, {2}, jsonb_build_object('certificate_id', c.id,
              'common_name', c.common_name, 'certificate_type', c.certificate_type, 'status', c.status,
              'not_before', c.not_before, 'not_after', c.not_after, 'owner_user_id', c.owner_user_id,
              'subject_alternative_names', coalesce(c.subject_alternative_names, '[]'),
              'serial_number', c.serial_number, 'subject_dn', c.subject_dn, 'key_algorithm', c.key_algorithm,
              'deleted_at', c.deleted_at, 'revoked_at', c.revoked_at, 'revocation_reason', c.revocation_reason)
              || removed.annotations
            from unnest({0}, {1}::jsonb[]) as removed (certificate_id, annotations)
            join certificates c on c.id = removed.certificate_id
            """;
    /** Certificates that are not here do not exist, whatever the other database shows. */
    private static final String CHANGED = """
            insert into outbox (organization_id, aggregate_id, event_type, payload)
            select coalesce(c.organization_id, told.organization_id), told.certificate_id,
              case when c.id is null then {2} else {3} end,
              jsonb_build_object('certificate_id', told.certificate_id, 'status', c.status, 'deleted_at', c.deleted_at,
                'owner_user_id', c.owner_user_id, 'common_name', c.common_name, 'not_before', c.not_before,
                'not_after', c.not_after, 'revoked_at', c.revoked_at, 'revocation_reason', c.revocation_reason)
            from unnest({0}, {1}) as told (certificate_id, organization_id)
            left join certificates c on c.id = told.certificate_id
            """;

    /** Answers how many events it wrote. `removed` carry what the row held beyond the certificate. */
    public int tellAgain(SecureTransaction tx, List<OutboxEvent> removed, List<OutboxEvent> changed) {
        int written = 0;
        if (!removed.isEmpty()) {
            written += tx.dsl()
                    .execute(
                            ISSUED,
                            DSL.val(ids(removed)),
                            DSL.val(removed.stream().map(OutboxEvent::payload).toArray(String[]::new)),
                            DSL.val(EventType.CERTIFICATE_ISSUED.code()));
        }
        List<OutboxEvent> all =
                Stream.concat(removed.stream(), changed.stream()).toList();
        if (!all.isEmpty()) {
            written += tx.dsl()
                    .execute(
                            CHANGED,
                            DSL.val(ids(all)),
                            DSL.val(all.stream()
                                    .map(event -> event.organizationId().value())
                                    .toArray(UUID[]::new)),
                            DSL.val(EventType.CERTIFICATE_REMOVED.code()),
                            DSL.val(EventType.CERTIFICATE_CHANGED.code()));
        }
        return written;
    }

    private static UUID[] ids(List<OutboxEvent> events) {
        return events.stream().map(OutboxEvent::aggregateId).toArray(UUID[]::new);
    }
}
