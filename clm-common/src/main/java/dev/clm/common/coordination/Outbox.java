package dev.clm.common.coordination;

import dev.clm.common.database.DatabaseTransaction;
import dev.clm.common.database.PreparedQuery;
import dev.clm.common.tenant.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * The table `outbox`, which both databases have. Several relays may work at once: SKIP LOCKED shares the rows out, a lease
 * keeps them apart without an open transaction, and a row is only ever leased when no older event of its aggregate is still
 * open, so that the other database sees one aggregate's changes in order.
 *
 * @param <T> the transaction of the database the table is in
 */
public final class Outbox<T extends DatabaseTransaction> {
    private static final int BLOCKED_AFTER_ATTEMPTS = 20;
    private static final String APPEND = """
            insert into outbox (next_attempt_at, id, organization_id, aggregate_id, event_type, payload)
            select now() + ? * interval '1 millisecond', e.* from unnest(?, ?, ?, ?, ?::jsonb[]) e returning id, sequence
            """;
    private static final String LEASE = """
            update outbox set next_attempt_at = now() + ? * interval '1 millisecond'
            where id in (
              select o.id from outbox o
              where o.state = 'pending' and %s and not exists (
                select from outbox older
                where older.aggregate_id = o.aggregate_id and older.state <> 'done' and older.sequence < o.sequence)
              order by o.sequence limit ? for update of o skip locked)
            returning id, sequence, organization_id, aggregate_id, event_type, payload::text as payload
            """;

    /**
     * Answers the events with the sequence that the database gave them. One round trip, whatever their number. `reserved` is
     * how long the writer keeps their delivery to itself: relays leave them alone until then.
     */
    public List<OutboxEvent> append(T tx, List<OutboxEvent> events, Duration reserved) {
        Map<UUID, Long> sequences = PreparedQuery.of(
                        APPEND,
                        Outbox::sequences,
                        reserved.toMillis(),
                        column(events, OutboxEvent::id, UUID[]::new),
                        column(events, OutboxEvent::organization, UUID[]::new),
                        column(events, OutboxEvent::aggregateId, UUID[]::new),
                        column(events, OutboxEvent::eventType, String[]::new),
                        column(events, OutboxEvent::payload, String[]::new))
                .fetch(tx.dsl());
        return events.stream().map(e -> e.withSequence(sequences.get(e.id()))).toList();
    }

    /** Leases due events, oldest first and at most one an aggregate, so that other relays leave them alone meanwhile. */
    public List<OutboxEvent> leaseDue(T tx, int limit, Duration lease) {
        return leased(tx.dsl(), "o.next_attempt_at <= now()", lease.toMillis(), limit);
    }

    /** The oldest open event of one aggregate, due or not: for whoever has just changed it. Applying twice is harmless. */
    public Optional<OutboxEvent> leaseOldestOf(T tx, UUID aggregateId, Duration lease) {
        return leased(tx.dsl(), "o.aggregate_id = ?", lease.toMillis(), aggregateId, 1).stream()
                .findFirst();
    }

    private static List<OutboxEvent> leased(DSLContext dsl, String which, Object... values) {
        return dsl.fetch(LEASE.formatted(which), values).map(Outbox::event).stream()
                .sorted(Comparator.comparingLong(OutboxEvent::sequence))
                .toList();
    }

    /** Gives leased events back, to be tried again after a pause; it counts as no attempt: the other database was away. */
    public int release(T tx, Collection<UUID> ids, Duration pause) {
        return tx.dsl()
                .execute(
                        "update outbox set next_attempt_at = now() + ? * interval '1 millisecond'"
                                + " where id = any(?) and state = 'pending'",
                        pause.toMillis(),
                        ids.toArray(UUID[]::new));
    }

    public int markDone(T tx, Collection<UUID> ids) {
        return tx.dsl()
                .execute(
                        "update outbox set state = 'done', done_at = now(), last_error = null"
                                + " where id = any(?) and state <> 'done'",
                        (Object) ids.toArray(UUID[]::new));
    }

    /** Puts an event off with a delay that doubles, and parks it as blocked when it keeps failing. */
    public int markFailed(T tx, UUID id, String error) {
        return tx.dsl().execute("""
                update outbox set attempts = attempts + 1, last_error = ?,
                  state = case when attempts + 1 >= ? then 'blocked' else 'pending' end,
                  next_attempt_at = now() + least(300, power(2, least(attempts, 10))) * interval '1 second'
                where id = ? and state = 'pending'""", error, BLOCKED_AFTER_ATTEMPTS, id);
    }

    /** Lets a blocked event be tried again. Answers whether there was such an event. */
    public boolean unblock(T tx, UUID id) {
        return tx.changed(
                "update outbox set state = 'pending', attempts = 0, next_attempt_at = now()"
                        + " where id = ? and state = 'blocked'",
                id);
    }

    public OutboxBacklog backlog(T tx) {
        Record found = tx.dsl().fetchSingle("""
                select count(*) filter (where state = 'pending'), count(*) filter (where state = 'blocked'),
                  (extract(epoch from now() - min(created_at) filter (where state = 'pending')) * 1000)::bigint
                from outbox where state <> 'done'""");
        Long age = found.get(2, Long.class);
        return new OutboxBacklog(
                found.get(0, Integer.class), found.get(1, Integer.class), Duration.ofMillis(age == null ? 0 : age));
    }

    /** Blocked events after a sequence, oldest first. */
    public List<BlockedEvent> blocked(T tx, long afterSequence, int limit) {
        return tx.dsl()
                .fetch("""
                        select id, sequence, organization_id, aggregate_id, event_type, attempts, last_error, created_at
                        from outbox where state = 'blocked' and sequence > ? order by sequence limit ?""", afterSequence, limit)
                .map(r -> new BlockedEvent(
                        r.get("id", UUID.class),
                        r.get("sequence", Long.class),
                        r.get("organization_id", UUID.class),
                        r.get("aggregate_id", UUID.class),
                        r.get("event_type", String.class),
                        r.get("attempts", Integer.class),
                        r.get("last_error", String.class),
                        r.get("created_at", Instant.class)));
    }

    /** Done events are what a restored database is brought up to date from; they are kept for 14 days. */
    public int deletePastKeeping(T tx, int limit) {
        return tx.dsl()
                .execute(
                        "delete from outbox where id in (select id from outbox"
                                + " where state = 'done' and done_at < now() - interval '14 days' limit ?)",
                        limit);
    }

    private static <V> Object column(List<OutboxEvent> events, Function<OutboxEvent, V> value, IntFunction<V[]> array) {
        return events.stream().map(value).toArray(array);
    }

    private static Map<UUID, Long> sequences(ResultSet rows) throws SQLException {
        Map<UUID, Long> sequences = new HashMap<>();
        while (rows.next()) {
            sequences.put(rows.getObject(1, UUID.class), rows.getLong(2));
        }
        return sequences;
    }

    private static OutboxEvent event(Record r) {
        UUID organization = r.get("organization_id", UUID.class);
        return new OutboxEvent(
                r.get("id", UUID.class),
                r.get("sequence", Long.class),
                organization == null ? null : OrganizationId.of(organization),
                r.get("aggregate_id", UUID.class),
                r.get("event_type", String.class),
                r.get("payload", String.class));
    }
}
