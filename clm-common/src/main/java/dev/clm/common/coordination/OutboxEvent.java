package dev.clm.common.coordination;

import dev.clm.common.tenant.OrganizationId;
import java.util.Optional;
import java.util.UUID;

/**
 * A change in one database that the other has to follow.
 *
 * @param sequence order of the changes of one aggregate; assigned by the database, 0 before it is stored
 * @param organizationId null where the row belongs to no organization: people, and what is the platform's own
 * @param aggregateId the row the change is about; its events are applied in the order of their sequence
 * @param eventType as it is stored: a code of {@link EventType}, or of a later release
 * @param payload a JSON object
 */
public record OutboxEvent(
        UUID id, long sequence, OrganizationId organizationId, UUID aggregateId, String eventType, String payload) {

    public OutboxEvent withSequence(long assigned) {
        return new OutboxEvent(id, assigned, organizationId, aggregateId, eventType, payload);
    }

    public Optional<EventType> type() {
        return EventType.ofCode(eventType);
    }

    public boolean is(EventType type) {
        return type.code().equals(eventType);
    }

    UUID organization() {
        return organizationId == null ? null : organizationId.value();
    }
}
