package dev.clm.api.coordination.relay;

import dev.clm.common.coordination.EventType;
import dev.clm.common.coordination.OutboxEvent;
import java.util.List;
import java.util.Set;

/**
 * An event that this release cannot apply. It is retried, because an instance of another release may know it, and is then
 * blocked like any other that keeps failing; it is never recorded as applied.
 */
final class UnknownEventType extends RuntimeException {
    private static final long serialVersionUID = 1;

    private UnknownEventType(String type) {
        super("this release does not apply " + type, null, false, false);
    }

    static void refuseAmong(List<OutboxEvent> events, Set<EventType> known) {
        for (OutboxEvent event : events) {
            if (event.type().filter(known::contains).isEmpty()) {
                throw new UnknownEventType(event.eventType());
            }
        }
    }
}
