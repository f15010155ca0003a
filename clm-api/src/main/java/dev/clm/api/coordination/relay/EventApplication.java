package dev.clm.api.coordination.relay;

import dev.clm.common.coordination.OutboxEvent;
import java.util.List;

/** What the relay does with events of one database: their effects in the other one, each exactly once. */
@FunctionalInterface
public interface EventApplication {
    /** Events of any tenants, in the order of their sequence, at most one of an aggregate. */
    void applyAll(List<OutboxEvent> events);
}
