package dev.clm.common.coordination;

import dev.clm.common.database.BatchInsert;
import dev.clm.common.database.DatabaseTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The table `applied_events`, which both databases have: events of the other one that were applied, so that each is applied
 * once (requirement X3).
 *
 * @param <T> the transaction of the database the table is in
 */
public final class AppliedEventRepository<T extends DatabaseTransaction> {
    /** Longer than an outbox keeps what it delivered: a restored database is brought up to date from here. */
    public static final Duration KEPT = Duration.ofDays(28);

    private static final BatchInsert INSERT = BatchInsert.into(
                    DSL.table(DSL.name("applied_events")),
                    column("id", SQLDataType.UUID),
                    column("sequence", SQLDataType.BIGINT),
                    column("organization_id", SQLDataType.UUID),
                    column("aggregate_id", SQLDataType.UUID),
                    column("event_type", SQLDataType.VARCHAR),
                    column("payload", SQLDataType.JSONB))
            .skippingConflicts();

    /** Records the events in the transaction that applies them, and answers those that were not recorded before. */
    public List<OutboxEvent> recordAll(T tx, List<OutboxEvent> events) {
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
    public int deleteAppliedBefore(T tx, Instant before, int limit) {
        return tx.dsl()
                .execute(
                        "delete from applied_events where id in (select id from applied_events where applied_at < ?::timestamptz limit ?)",
                        before.toString(),
                        limit);
    }

    private static <V> Field<V> column(String name, DataType<V> type) {
        return DSL.field(DSL.name(name), type);
    }

    private static Object[] values(OutboxEvent event) {
        return new Object[] {
            event.id(),
            event.sequence(),
            event.organization(),
            event.aggregateId(),
            event.eventType(),
            JSONB.valueOf(event.payload())
        };
    }
}
