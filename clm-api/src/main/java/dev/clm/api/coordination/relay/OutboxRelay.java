package dev.clm.api.coordination.relay;

import dev.clm.api.coordination.cascade.UnfinishedCascade;
import dev.clm.common.coordination.BlockedEvent;
import dev.clm.common.coordination.Outbox;
import dev.clm.common.coordination.OutboxBacklog;
import dev.clm.common.coordination.OutboxEvent;
import dev.clm.common.database.DatabaseTransaction;
import dev.clm.common.database.ServiceRole;
import dev.clm.common.database.SqlState;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorKind;
import dev.clm.common.failpoint.FailPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what happened in one database to the other (requirement X3): leases, applies, marks done; three transactions, never two open
 * at once, and none of the caller's. What keeps failing is parked as blocked and holds back its own aggregate only; a target that is
 * away costs no attempt, one that holds a row does. The context owns one for each direction: its {@link RelayLoop} runs the rounds, and any request's thread
 * may deliver what it has just changed. Nothing is to be closed: what is leased or to be marked at the end is delivered again.
 *
 * @param <T> the transaction of the database whose outbox it empties
 */
public final class OutboxRelay<T extends DatabaseTransaction> {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final String REASON = "relay outbox events of all tenants";
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int BATCH = 200;

    private final ServiceRole<T> source;
    private final Outbox<T> outbox;
    private final EventApplication application;
    private final BooleanSupplier paused;
    private final Queue<UUID> delivered = new ConcurrentLinkedQueue<>();
    private final LongAdder applied = new LongAdder();

    /** While `paused`, rounds do nothing. */
    public OutboxRelay(ServiceRole<T> source, Outbox<T> outbox, EventApplication application, BooleanSupplier paused) {
        this.source = source;
        this.outbox = outbox;
        this.application = application;
        this.paused = paused;
    }

    /** One round: marks what was delivered directly, then delivers what is due. Answers how many events it dealt with. */
    public int runOnce() {
        if (paused.getAsBoolean()) {
            return 0;
        }
        markDelivered();
        List<OutboxEvent> due = source.run(REASON, tx -> outbox.leaseDue(tx, BATCH, LEASE));
        if (!due.isEmpty()) {
            deliver(due);
        }
        return due.size();
    }

    /** Delivers the open events of one aggregate now, in order, for the request that has just changed it. */
    public void deliverNow(UUID aggregateId) {
        try {
            Optional<OutboxEvent> next = oldestOf(aggregateId);
            for (int i = 0; next.isPresent() && i < BATCH; i++) {
                deliver(List.of(next.get()));
                next = oldestOf(aggregateId);
            }
        } catch (ClmException later) {
            LOG.debug("delivery is left to the relay: {}", later.code());
        }
    }

    /** Step 9 of issuance: the event has been applied by its request; its row is marked with the next round. */
    public void markLater(UUID eventId) {
        delivered.add(eventId);
    }

    public OutboxBacklog backlog() {
        return source.run("count outbox events", outbox::backlog);
    }

    /** How many events this relay has brought over since it started. */
    public double appliedCount() {
        return applied.sum();
    }

    public List<BlockedEvent> blocked(long afterSequence, int limit) {
        return source.run("list blocked outbox events", tx -> outbox.blocked(tx, afterSequence, limit));
    }

    /** Answers whether the event was blocked. */
    public boolean unblock(UUID eventId) {
        return source.run("unblock an outbox event", tx -> outbox.unblock(tx, eventId));
    }

    private Optional<OutboxEvent> oldestOf(UUID aggregateId) {
        return source.run(REASON, tx -> outbox.leaseOldestOf(tx, aggregateId, LEASE));
    }

    private void deliver(List<OutboxEvent> events) {
        try {
            FailPoint.reach("relay.apply.before");
            application.applyAll(events);
            FailPoint.reach("relay.apply.after");
            markDone(events.stream().map(OutboxEvent::id).toList());
        } catch (ClmException failure) {
            if (isAway(failure)) {
                release(events, PAUSE);
                throw failure;
            }
            deliverOneByOne(events, failure);
        } catch (UnfinishedCascade unfinished) {
            continueLater(events);
        } catch (RuntimeException failure) {
            deliverOneByOne(events, failure);
        }
    }

    /** The others of the batch do not wait for the one that takes long. */
    private void continueLater(List<OutboxEvent> events) {
        if (events.size() > 1) {
            events.forEach(event -> deliver(List.of(event)));
        } else {
            release(events, Duration.ZERO);
        }
    }

    /** One whose row others hold, or that takes too long, waits alone; where many are held up the rest is not tried now. */
    private void deliverOneByOne(List<OutboxEvent> events, RuntimeException failure) {
        if (events.size() == 1) {
            markFailed(events.get(0), failure);
            return;
        }
        long end = System.nanoTime() + LEASE.toNanos() / 2;
        for (int i = 0; i < events.size(); i++) {
            if (System.nanoTime() - end > 0) {
                release(events.subList(i, events.size()), PAUSE);
                return;
            }
            deliver(List.of(events.get(i)));
        }
    }

    private void markFailed(OutboxEvent event, RuntimeException failure) {
        String error = failure.getClass().getSimpleName();
        LOG.warn("outbox event {} ({}) was not applied: {}", event.id(), event.eventType(), error);
        source.run(REASON, tx -> outbox.markFailed(tx, event.id(), error));
    }

    /** Not that it answered with a time-out or a conflict: that may be one row's matter. */
    private static boolean isAway(ClmException failure) {
        return failure.kind() == ErrorKind.UNAVAILABLE && !SqlState.isContention(failure);
    }

    private void release(List<OutboxEvent> events, Duration pause) {
        List<UUID> ids = events.stream().map(OutboxEvent::id).toList();
        source.run(REASON, tx -> outbox.release(tx, ids, pause));
    }

    private void markDelivered() {
        List<UUID> ids = new ArrayList<>();
        for (UUID id = delivered.poll(); id != null; id = ids.size() < BATCH * 10 ? delivered.poll() : null) {
            ids.add(id);
        }
        if (!ids.isEmpty()) {
            FailPoint.reach("issuance.9.before");
            markDone(ids);
            FailPoint.reach("issuance.9.after");
        }
    }

    private void markDone(List<UUID> ids) {
        source.run(REASON, tx -> outbox.markDone(tx, ids));
        applied.add(ids.size());
    }
}
