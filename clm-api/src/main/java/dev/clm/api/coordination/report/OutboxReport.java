package dev.clm.api.coordination.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clm.common.coordination.BlockedEvent;
import dev.clm.common.coordination.OutboxBacklog;
import dev.clm.common.field.Page;
import java.time.Instant;
import java.util.UUID;

/** Both directions at a glance, and one page of the events that are blocked. */
public record OutboxReport(Direction secureToCore, Direction coreToSecure, Page<Item> blockedEvents) {
    /** `oldest_pending_seconds` is 0 where nothing waits. */
    public record Direction(int pending, int blocked, double oldestPendingSeconds) {
        static Direction of(OutboxBacklog backlog) {
            return new Direction(
                    backlog.pending(),
                    backlog.blocked(),
                    backlog.oldestPending().toMillis() / 1000.0);
        }
    }

    /** An event that kept failing. `organization_id` is null for people and for what is the platform's own. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Item(
            UUID id,
            String direction,
            String eventType,
            UUID aggregateId,
            UUID organizationId,
            int attempts,
            String lastError,
            Instant createdAt) {
        static Item of(String direction, BlockedEvent event) {
            return new Item(
                    event.id(),
                    direction,
                    event.eventType(),
                    event.aggregateId(),
                    event.organizationId(),
                    event.attempts(),
                    event.lastError(),
                    event.createdAt());
        }
    }
}
