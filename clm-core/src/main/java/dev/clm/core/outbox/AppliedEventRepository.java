package dev.clm.core.outbox;

import static dev.clm.core.jooq.Tables.APPLIED_EVENTS;

import dev.clm.common.database.BatchInsert;
import dev.clm.common.outbox.OutboxEvent;
import dev.clm.core.database.CoreTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/** The events of clm_secure_db that were applied here, so that each is applied once (requirement X3). */
public final class AppliedEventRepository {
    private static final BatchInsert INSERT = BatchInsert.into(
                    APPLIED_EVENTS,
                    APPLIED_EVENTS.ID,
                    APPLIED_EVENTS.SEQUENCE,
                    APPLIED_EVENTS.ORGANIZATION_ID,
                    APPLIED_EVENTS.AGGREGATE_ID,
                    APPLIED_EVENTS.EVENT_TYPE,
                    APPLIED_EVENTS.PAYLOAD)
            .skippingConflicts();

    /** Records the events in the transaction that applies them, and answers those that were not recorded before. */
    public List<OutboxEvent> recordAll(CoreTransaction tx, List<OutboxEvent> events) {
        int[] inserted = INSERT.execute(
                tx.dsl(), events.stream().map(AppliedEventRepository::values).toList());
        List<OutboxEvent> unseen = new ArrayList<>();
        for (int i = 0; i < inserted.length; i++) {
            if (inserted[i] == 1) {
                unseen.add(events.get(i));
            }
        }
        return unseen;
    }

    /** An event that came again after it was forgotten would change nothing: inserts skip what is there, changes are ordered. */
    public int deleteAppliedBefore(CoreTransaction tx, Instant before, int limit) {
        return tx.dsl()
                .deleteFrom(APPLIED_EVENTS)
                .where(APPLIED_EVENTS.ID.in(DSL.select(APPLIED_EVENTS.ID)
                        .from(APPLIED_EVENTS)
                        .where(APPLIED_EVENTS.APPLIED_AT.lt(before))
                        .limit(limit)))
                .execute();
    }

    private static Object[] values(OutboxEvent event) {
        return new Object[] {
            event.id(),
            event.sequence(),
            event.organizationId().value(),
            event.aggregateId(),
            event.eventType(),
            JSONB.valueOf(event.payload())
        };
    }
}
