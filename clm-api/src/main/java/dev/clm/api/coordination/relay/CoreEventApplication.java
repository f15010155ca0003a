package dev.clm.api.coordination.relay;

import dev.clm.api.coordination.cascade.ReferenceCascade;
import dev.clm.api.coordination.reference.TargetEvent;
import dev.clm.common.coordination.AppliedEventRepository;
import dev.clm.common.coordination.EventType;
import dev.clm.common.coordination.EventType.Subject;
import dev.clm.common.coordination.OutboxEvent;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.inventory.metadata.CertificateEventPayload;
import dev.clm.core.inventory.metadata.CertificateMetadataRepository;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Applies events of clm_secure_db to clm_core_db, each exactly once: the event's id and its effect are stored in one
 * transaction, and an id that is there already has had its effect (requirement X3).
 */
public final class CoreEventApplication implements EventApplication {
    static final Set<EventType> APPLIED = EventType.about(Set.of(Subject.CERTIFICATE, Subject.CERTIFICATE_REQUEST));

    private final CoreDatabase core;
    private final AppliedEventRepository<CoreTransaction> applied;
    private final CertificateMetadataRepository metadata;
    private final ReferenceCascade<CoreTransaction> cascade;

    public CoreEventApplication(
            CoreDatabase core,
            AppliedEventRepository<CoreTransaction> applied,
            CertificateMetadataRepository metadata,
            ReferenceCascade<CoreTransaction> cascade) {
        this.core = core;
        this.applied = applied;
        this.metadata = metadata;
        this.cascade = cascade;
    }

    @Override
    public void applyAll(List<OutboxEvent> events) {
        UnknownEventType.refuseAmong(events, APPLIED);
        TargetEvent.group(events).forEach(cascade::follow);
        core.inServiceRole("apply outbox events of all tenants", tx -> apply(tx, events));
    }

    /** Within a transaction that is already a tenant's; `events` are that tenant's. Answers how many were new. */
    public int apply(CoreTransaction tx, List<OutboxEvent> events) {
        List<OutboxEvent> effective = applied.recordAll(tx, events);
        metadata.insertAll(
                tx,
                of(effective, EventType.CERTIFICATE_ISSUED)
                        .map(CertificateEventPayload::toNewMetadata)
                        .toList());
        metadata.applyChanges(
                tx,
                of(effective, EventType.CERTIFICATE_CHANGED)
                        .map(CertificateEventPayload::toChange)
                        .toList());
        List<UUID> deleted = of(effective, EventType.CERTIFICATE_REMOVED)
                .map(OutboxEvent::aggregateId)
                .toList();
        if (!deleted.isEmpty()) {
            metadata.softDelete(tx, deleted);
        }
        return effective.size();
    }

    private static Stream<OutboxEvent> of(List<OutboxEvent> events, EventType type) {
        return events.stream().filter(event -> event.is(type));
    }
}
