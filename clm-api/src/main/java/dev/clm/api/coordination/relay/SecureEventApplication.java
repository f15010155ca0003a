package dev.clm.api.coordination.relay;

import dev.clm.api.coordination.cascade.ReferenceCascade;
import dev.clm.api.coordination.reference.TargetEvent;
import dev.clm.common.coordination.AppliedEventRepository;
import dev.clm.common.coordination.EventType;
import dev.clm.common.coordination.EventType.Subject;
import dev.clm.common.coordination.OutboxEvent;
import dev.clm.secure.certificate.issued.CertificateRetellingRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.util.List;
import java.util.Set;

/**
 * Applies events of clm_core_db to clm_secure_db: deletes and restores cascade, and metadata that somebody changed or removed
 * by hand are told again by the database that owns the facts.
 */
public final class SecureEventApplication implements EventApplication {
    static final Set<EventType> APPLIED = EventType.about(
            Set.of(Subject.CERTIFICATE_METADATA, Subject.USER, Subject.ORGANIZATION, Subject.POLICY, Subject.WORKFLOW));

    private final SecureDatabase secure;
    private final AppliedEventRepository<SecureTransaction> applied;
    private final ReferenceCascade<SecureTransaction> cascade;
    private final CertificateRetellingRepository retelling;

    public SecureEventApplication(
            SecureDatabase secure,
            AppliedEventRepository<SecureTransaction> applied,
            ReferenceCascade<SecureTransaction> cascade,
            CertificateRetellingRepository retelling) {
        this.secure = secure;
        this.applied = applied;
        this.cascade = cascade;
        this.retelling = retelling;
    }

    @Override
    public void applyAll(List<OutboxEvent> events) {
        UnknownEventType.refuseAmong(events, APPLIED);
        TargetEvent.group(events).forEach(cascade::follow);
        secure.inServiceRole("apply outbox events of all tenants", tx -> finish(tx, events));
    }

    private int finish(SecureTransaction tx, List<OutboxEvent> events) {
        List<OutboxEvent> fresh = applied.recordAll(tx, events);
        return retelling.tellAgain(
                tx,
                of(fresh, EventType.CERTIFICATE_METADATA_REMOVED),
                of(fresh, EventType.CERTIFICATE_METADATA_CHANGED));
    }

    private static List<OutboxEvent> of(List<OutboxEvent> events, EventType type) {
        return events.stream().filter(event -> event.is(type)).toList();
    }
}
