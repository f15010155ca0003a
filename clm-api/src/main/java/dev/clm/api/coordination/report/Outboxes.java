package dev.clm.api.coordination.report;

import dev.clm.api.coordination.relay.OutboxRelay;
import dev.clm.api.coordination.relay.RelayDirection;
import dev.clm.api.coordination.report.OutboxReport.BlockedEvents;
import dev.clm.api.coordination.report.OutboxReport.Direction;
import dev.clm.api.coordination.report.OutboxReport.Item;
import dev.clm.common.coordination.BlockedEvent;
import dev.clm.core.database.CoreTransaction;
import dev.clm.secure.database.SecureTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Both outboxes as an operator sees them. */
@Service
public class Outboxes {
    private final OutboxRelay<SecureTransaction> fromSecure;
    private final OutboxRelay<CoreTransaction> fromCore;

    public Outboxes(OutboxRelay<SecureTransaction> fromSecure, OutboxRelay<CoreTransaction> fromCore) {
        this.fromSecure = fromSecure;
        this.fromCore = fromCore;
    }

    OutboxReport report(BlockedEventsCursor after, int limit) {
        return new OutboxReport(
                Direction.of(fromSecure.backlog()), Direction.of(fromCore.backlog()), blocked(after, limit));
    }

    /** Answers whether the event was blocked in either outbox. */
    boolean unblock(UUID eventId) {
        return fromSecure.unblock(eventId) || fromCore.unblock(eventId);
    }

    private BlockedEvents blocked(BlockedEventsCursor after, int limit) {
        List<Item> items = new ArrayList<>();
        List<BlockedEventsCursor> ends = new ArrayList<>();
        boolean inFirst = after.direction() == RelayDirection.SECURE_TO_CORE;
        if (inFirst) {
            add(items, ends, RelayDirection.SECURE_TO_CORE, fromSecure.blocked(after.sequence(), limit + 1));
        }
        if (items.size() <= limit) {
            long start = inFirst ? 0 : after.sequence();
            add(items, ends, RelayDirection.CORE_TO_SECURE, fromCore.blocked(start, limit + 1 - items.size()));
        }
        boolean more = items.size() > limit;
        return new BlockedEvents(
                more ? items.subList(0, limit) : items,
                more ? ends.get(limit - 1).toString() : null);
    }

    private static void add(
            List<Item> items, List<BlockedEventsCursor> ends, RelayDirection direction, List<BlockedEvent> events) {
        events.forEach(event -> {
            items.add(Item.of(direction.wireName(), event));
            ends.add(new BlockedEventsCursor(direction, event.sequence()));
        });
    }
}
