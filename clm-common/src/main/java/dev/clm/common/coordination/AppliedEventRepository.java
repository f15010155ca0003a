package dev.clm.common.coordination;

import dev.clm.common.database.BatchInsert;
import dev.clm.common.database.DatabaseTransaction;
import java.time.Duration;
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

    private static final BatchInsert<OutboxEvent> INSERT = BatchInsert.<OutboxEvent>into(
                    DSL.table(DSL.name("applied_events")))
            .with(column("id", SQLDataType.UUID), OutboxEvent::id)
            .with(column("sequence", SQLDataType.BIGINT), OutboxEvent::sequence)
            .with(column("organization_id", SQLDataType.UUID), OutboxEvent::organization)
            .with(column("aggregate_id", SQLDataType.UUID), OutboxEvent::aggregateId)
            .with(column("event_type", SQLDataType.VARCHAR), OutboxEvent::eventType)
            .with(column("payload", SQLDataType.JSONB), event -> JSONB.valueOf(event.payload()))
            .skippingConflicts();

    private static final String FORGET = """
            with gone as (
              delete from applied_events where id in (
                select id from applied_events where applied_at < now() - ? * interval '1 millisecond' limit ?)
              returning sequence),
            noted as (
              insert into forgotten_events as f (up_to_sequence) select max(sequence) from gone having count(*) > 0
              on conflict (is_only) do update set forgotten_at = now(),
                up_to_sequence = greatest(f.up_to_sequence, excluded.up_to_sequence))
            select count(*) from gone
            """;

    /** Records the events in the transaction that applies them, and answers those that were not recorded before. */
    public List<OutboxEvent> recordAll(T tx, List<OutboxEvent> events) {
        int[] inserted = INSERT.execute(tx.dsl(), events);
        List<OutboxEvent> unseen = new ArrayList<>();
        for (int i = 0; i < inserted.length; i++) {
            if (inserted[i] == 1) {
                unseen.add(events.get(i));
            }
        }
        return unseen;
    }

    /**
     * Removes events that were applied longer ago than they are kept, and notes how far it went for whoever asks later whether they are known. An
     * event that came again would change nothing: inserts skip what is there, changes are ordered.
     */
    public int deletePastKeeping(T tx, int limit) {
        return tx.dsl().fetchSingle(FORGET, KEPT.toMillis(), limit).get(0, int.class);
    }

    private static <V> Field<V> column(String name, DataType<V> type) {
        return DSL.field(DSL.name(name), type);
    }
}
