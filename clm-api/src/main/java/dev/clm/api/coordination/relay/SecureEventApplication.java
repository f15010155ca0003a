package dev.clm.api.coordination.relay;

import dev.clm.api.coordination.cascade.ReferenceCascade;
import dev.clm.api.coordination.reference.TargetEvent;
import dev.clm.common.coordination.AppliedEventRepository;
import dev.clm.common.coordination.OutboxEvent;
import dev.clm.secure.certificate.issued.CertificateRetellingRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.util.List;

/**
 * Applies events of clm_core_db to clm_secure_db: deletes and restores cascade, and metadata that somebody changed or removed
 * by hand are told again by the database that owns the facts.
 */
public final class SecureEventApplication implements EventApplication {
    private static final String METADATA_CHANGED = "certificate_metadata.changed";
    private static final String METADATA_REMOVED = "certificate_metadata.removed";

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
        TargetEvent.group(events).forEach(cascade::follow);
        secure.inServiceRole("apply outbox events of all tenants", tx -> finish(tx, events));
    }

    private int finish(SecureTransaction tx, List<OutboxEvent> events) {
        List<OutboxEvent> fresh = applied.recordAll(tx, events);
        return retelling.tellAgain(tx, of(fresh, METADATA_REMOVED), of(fresh, METADATA_CHANGED));
    }

    private static List<OutboxEvent> of(List<OutboxEvent> events, String type) {
        return events.stream().filter(event -> event.eventType().equals(type)).toList();
    }
}
