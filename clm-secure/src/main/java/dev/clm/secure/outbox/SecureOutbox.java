package dev.clm.secure.outbox;

import static dev.clm.secure.jooq.Tables.OUTBOX;

import dev.clm.common.outbox.OutboxBacklog;
import dev.clm.common.outbox.OutboxEvent;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.jooq.tables.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * The outbox of clm_secure_db. Several relays may work at once: SKIP LOCKED shares the rows out, a lease keeps
 * them apart without an open transaction, and a row is only ever leased when no older event of its aggregate is still open, so that the other database sees one aggregate's changes in order.
 */
public final class SecureOutbox {
    private static final int BLOCKED_AFTER_ATTEMPTS = 20;

    /**
     * Answers the events with the sequence that the database gave them. One round trip, whatever their number. `reserved` is
     * how long the writer keeps their delivery to itself: relays leave them alone until then.
     */
    public List<OutboxEvent> append(SecureTransaction tx, List<OutboxEvent> events, Duration reserved) {
        Map<UUID, Long> sequences = tx.dsl()
                .fetch(
                        "insert into outbox (id, organization_id, aggregate_id, event_type, payload, next_attempt_at)"
                                + " select e.*, now() + {5} * interval '1 millisecond'"
                                + " from unnest({0}, {1}, {2}, {3}, {4}::jsonb[]) e returning id, sequence",
                        column(events, OutboxEvent::id, UUID[]::new),
                        column(events, e -> e.organizationId().value(), UUID[]::new),
                        column(events, OutboxEvent::aggregateId, UUID[]::new),
                        column(events, OutboxEvent::eventType, String[]::new),
                        column(events, OutboxEvent::payload, String[]::new),
                        DSL.val(reserved.toMillis()))
                .intoMap(r -> r.get(0, UUID.class), r -> r.get(1, Long.class));
        return events.stream().map(e -> e.withSequence(sequences.get(e.id()))).toList();
    }

    private static <V> Param<V[]> column(
            List<OutboxEvent> events, Function<OutboxEvent, V> value, IntFunction<V[]> array) {
        return DSL.val(events.stream().map(value).toArray(array));
    }

    /** Leases due events, oldest first and at most one an aggregate, so that other relays leave them alone meanwhile. */
    public List<OutboxEvent> leaseDue(SecureTransaction tx, int limit, Duration lease) {
        return lease(tx, OUTBOX.NEXT_ATTEMPT_AT.le(DSL.currentInstant()), limit, lease);
    }

    /** The oldest open event of one aggregate, due or not: for whoever has just changed it. Applying twice is harmless. */
    public Optional<OutboxEvent> leaseOldestOf(SecureTransaction tx, UUID aggregateId, Duration lease) {
        return lease(tx, OUTBOX.AGGREGATE_ID.eq(aggregateId), 1, lease).stream().findFirst();
    }

    private static List<OutboxEvent> lease(SecureTransaction tx, Condition which, int limit, Duration lease) {
        Outbox older = OUTBOX.as("older");
        return tx
                .dsl()
                .update(OUTBOX)
                .set(OUTBOX.NEXT_ATTEMPT_AT, in(DSL.val(lease.toMillis())))
                .where(OUTBOX.ID.in(DSL.select(OUTBOX.ID)
                        .from(OUTBOX)
                        .where(OUTBOX.STATE.eq("pending").and(which))
                        .andNotExists(DSL.selectOne()
                                .from(older)
                                .where(older.AGGREGATE_ID.eq(OUTBOX.AGGREGATE_ID))
                                .and(older.STATE.ne("done"))
                                .and(older.SEQUENCE.lt(OUTBOX.SEQUENCE)))
                        .orderBy(OUTBOX.SEQUENCE)
                        .limit(limit)
                        .forUpdate()
                        .skipLocked()))
                .returning()
                .fetch(SecureOutbox::event)
                .stream()
                .sorted(Comparator.comparingLong(OutboxEvent::sequence))
                .toList();
    }

    private static Field<Instant> in(Field<? extends Number> milliseconds) {
        return DSL.field("now() + {0} * interval '1 millisecond'", Instant.class, milliseconds);
    }

    /** Gives leased events back, to be tried again after a pause; it counts as no attempt: the other database was away. */
    public int release(SecureTransaction tx, Collection<UUID> ids, Duration pause) {
        return tx.dsl()
                .update(OUTBOX)
                .set(OUTBOX.NEXT_ATTEMPT_AT, in(DSL.val(pause.toMillis())))
                .where(OUTBOX.ID.eq(DSL.any(ids.toArray(UUID[]::new))))
                .and(OUTBOX.STATE.eq("pending"))
                .execute();
    }

    public int markDone(SecureTransaction tx, Collection<UUID> ids) {
        return tx.dsl()
                .update(OUTBOX)
                .set(OUTBOX.STATE, "done")
                .set(OUTBOX.DONE_AT, DSL.currentInstant())
                .setNull(OUTBOX.LAST_ERROR)
                .where(OUTBOX.ID.eq(DSL.any(ids.toArray(UUID[]::new))))
                .and(OUTBOX.STATE.ne("done"))
                .execute();
    }

    /** Puts an event off with a delay that doubles, and parks it as blocked when it keeps failing. */
    public int markFailed(SecureTransaction tx, UUID id, String error) {
        return tx.dsl()
                .update(OUTBOX)
                .set(OUTBOX.ATTEMPTS, OUTBOX.ATTEMPTS.plus(1))
                .set(OUTBOX.LAST_ERROR, error)
                .set(
                        OUTBOX.STATE,
                        DSL.when(OUTBOX.ATTEMPTS.plus(1).ge(BLOCKED_AFTER_ATTEMPTS), "blocked")
                                .otherwise("pending"))
                .set(
                        OUTBOX.NEXT_ATTEMPT_AT,
                        in(DSL.field("1000 * least(300, power(2, least({0}, 10)))", Double.class, OUTBOX.ATTEMPTS)))
                .where(OUTBOX.ID.eq(id).and(OUTBOX.STATE.eq("pending")))
                .execute();
    }

    /** Lets a blocked event be tried again. Answers whether there was such an event. */
    public boolean unblock(SecureTransaction tx, UUID id) {
        return tx.dsl()
                        .update(OUTBOX)
                        .set(OUTBOX.STATE, "pending")
                        .set(OUTBOX.ATTEMPTS, 0)
                        .set(OUTBOX.NEXT_ATTEMPT_AT, DSL.currentInstant())
                        .where(OUTBOX.ID.eq(id).and(OUTBOX.STATE.eq("blocked")))
                        .execute()
                == 1;
    }

    public OutboxBacklog backlog(SecureTransaction tx) {
        return tx.dsl()
                .select(
                        DSL.count().filterWhere(OUTBOX.STATE.eq("pending")),
                        DSL.count().filterWhere(OUTBOX.STATE.eq("blocked")),
                        DSL.min(OUTBOX.CREATED_AT).filterWhere(OUTBOX.STATE.eq("pending")))
                .from(OUTBOX)
                .where(OUTBOX.STATE.ne("done"))
                .fetchSingle(r -> new OutboxBacklog(r.value1(), r.value2(), age(r.value3())));
    }

    /** Done events are what a restored database is brought up to date from; they are kept until `before`. */
    public int deleteDone(SecureTransaction tx, Instant before, int limit) {
        return tx.dsl()
                .deleteFrom(OUTBOX)
                .where(OUTBOX.ID.in(DSL.select(OUTBOX.ID)
                        .from(OUTBOX)
                        .where(OUTBOX.STATE.eq("done").and(OUTBOX.DONE_AT.lt(before)))
                        .limit(limit)))
                .execute();
    }

    private static Duration age(Instant oldest) {
        return oldest == null ? Duration.ZERO : Duration.between(oldest, Instant.now());
    }

    private static OutboxEvent event(Record r) {
        return new OutboxEvent(
                r.get(OUTBOX.ID),
                r.get(OUTBOX.SEQUENCE),
                OrganizationId.of(r.get(OUTBOX.ORGANIZATION_ID)),
                r.get(OUTBOX.AGGREGATE_ID),
                r.get(OUTBOX.EVENT_TYPE),
                r.get(OUTBOX.PAYLOAD).data());
    }
}
