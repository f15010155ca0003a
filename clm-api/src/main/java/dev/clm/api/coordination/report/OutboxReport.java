package dev.clm.api.coordination.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clm.common.coordination.BlockedEvent;
import dev.clm.common.coordination.OutboxBacklog;
import dev.clm.common.field.Page;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Both directions at a glance, and one page of the events that are blocked. */
@Schema(name = "Outboxes")
public record OutboxReport(Direction secureToCore, Direction coreToSecure, Page<Item> blockedEvents) {
    /** `oldest_pending_seconds` is 0 where nothing waits. */
    @Schema(name = "OutboxDirection")
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
    @Schema(name = "BlockedEvent")
    public record Item(
            UUID id,
            String direction,
            String eventType,
            UUID aggregateId,
            @Nullable UUID organizationId,
            int attempts,
            @Nullable String lastError,
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
