package dev.clm.common.coordination;

import dev.clm.common.database.DatabaseTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.Record;

/**
 * What the tables outbox and applied_events, which both databases have, remember of the events between them. All of it needs
 * the service role.
 *
 * @param <T> the transaction of the database the tables are in
 */
public final class EventMemoryRepository<T extends DatabaseTransaction> {

    /** An event as the other database remembers it. */
    public record DeliveredEvent(UUID id, long sequence) {}

    /** Events to be delivered again; `until` is when the last of them had been delivered, null where there was none. */
    public record Again(int events, Instant until) {}

    /** The events of this database that were delivered last, but none that both are old enough to have forgotten. */
    public List<DeliveredEvent> lastDelivered(T tx, int limit) {
        return tx.dsl()
                .fetch(
                        "select id, sequence from outbox where state = 'done' and done_at is not null"
                                + " and created_at > now() - interval '14 days' order by done_at desc limit ?",
                        limit)
                .map(row -> new DeliveredEvent(row.get(0, UUID.class), row.get(1, long.class)));
    }

    /** The last sequence that this database's outbox gave out. */
    public long lastSequence(T tx) {
        return tx.dsl()
                .fetchSingle("select last_value from outbox_sequence_seq")
                .get(0, long.class);
    }

    /** How many of these events of the other database were never applied here: those may be missing that were forgotten since. */
    public int countUnknown(T tx, Collection<DeliveredEvent> events) {
        return tx.dsl()
                .fetchSingle(
                        "select count(*) from unnest(?, ?) as e (id, sequence)"
                                + " where not exists (select from applied_events a where a.id = e.id)"
                                + " and not exists (select from forgotten_events f where f.up_to_sequence >= e.sequence)",
                        events.stream().map(DeliveredEvent::id).toArray(UUID[]::new),
                        events.stream().map(DeliveredEvent::sequence).toArray(Long[]::new))
                .get(0, int.class);
    }

    /** The highest sequence of the other database's outbox that was seen here, forgotten since or not; 0 where none was. */
    public long highestSeen(T tx) {
        return tx.dsl()
                .fetchSingle("select greatest(max(seen.sequence), 0) from"
                        + " ((select sequence from applied_events order by applied_at desc limit 1000)"
                        + " union all select up_to_sequence from forgotten_events) as seen")
                .get(0, long.class);
    }

    /** Those of these events, which the other database was told, that this one's outbox does not know: a restore took them. */
    public Set<UUID> forgotten(T tx, Collection<UUID> eventIds) {
        return new HashSet<>(tx.dsl()
                .fetch(
                        "select w.id from unnest(?) as w (id) where not exists (select from outbox o where o.id = w.id)",
                        (Object) eventIds.toArray(UUID[]::new))
                .getValues(0, UUID.class));
    }

    /**
     * The next events that were delivered since, at most `limit`, to be delivered again; what has been applied before changes nothing.
     * Whoever asks again, from `until` on or from the beginning, comes to those that are left.
     */
    public Again deliverAgain(T tx, Instant doneSince, int limit) {
        Record piece = tx.dsl()
                .fetchSingle(
                        "with piece as (select id, done_at from outbox where state = 'done' and done_at >= ?::timestamptz"
                                + " order by done_at limit ?),"
                                + " again as (update outbox o set state = 'pending', done_at = null, next_attempt_at = now()"
                                + " from piece where o.id = piece.id and o.state = 'done' returning 1)"
                                + " select (select count(*) from again), (select max(done_at) from piece)",
                        doneSince.toString(),
                        limit);
        return new Again(piece.get(0, int.class), piece.get(1, Instant.class));
    }

    /** No event gets a sequence that the other database has seen already: it would be taken for an old one. Answers the last one. */
    public long continueAbove(T tx, long sequence) {
        return tx.dsl()
                .fetchSingle(
                        "select setval('outbox_sequence_seq', greatest(last_value, ?)) from outbox_sequence_seq",
                        sequence)
                .get(0, long.class);
    }
}
