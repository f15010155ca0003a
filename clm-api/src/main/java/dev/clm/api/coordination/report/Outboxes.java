package dev.clm.api.coordination.report;

import dev.clm.api.coordination.relay.OutboxRelay;
import dev.clm.api.coordination.relay.RelayDirection;
import dev.clm.api.coordination.report.OutboxReport.Direction;
import dev.clm.api.coordination.report.OutboxReport.Item;
import dev.clm.common.coordination.BlockedEvent;
import dev.clm.common.field.Page;
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

    private Page<Item> blocked(BlockedEventsCursor after, int limit) {
        List<Found> found = new ArrayList<>();
        boolean inFirst = after.direction() == RelayDirection.SECURE_TO_CORE;
        if (inFirst) {
            add(found, RelayDirection.SECURE_TO_CORE, fromSecure.blocked(after.sequence(), limit + 1));
        }
        if (found.size() <= limit) {
            long start = inFirst ? 0 : after.sequence();
            add(found, RelayDirection.CORE_TO_SECURE, fromCore.blocked(start, limit + 1 - found.size()));
        }
        return Page.of(found, limit, Found::place)
                .map(one -> Item.of(one.place().direction().code(), one.event()));
    }

    private static void add(List<Found> found, RelayDirection direction, List<BlockedEvent> events) {
        events.forEach(event -> found.add(new Found(new BlockedEventsCursor(direction, event.sequence()), event)));
    }

    private record Found(BlockedEventsCursor place, BlockedEvent event) {}
}
