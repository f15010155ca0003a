package dev.clm.api.coordination.relay;

import dev.clm.common.coordination.OutboxBacklog;
import dev.clm.common.coordination.OutboxSignal;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorKind;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/**
 * The relay's thread, and the owner of its signal. It wakes on that and at least once a second. Readiness fails when it is dead; a
 * slow or absent other database only makes it wait. The context starts and stops it: it ends, and closes the signal, with the
 * round that it is at.
 */
public final class RelayLoop implements SmartLifecycle, HealthIndicator {
    private static final Logger LOG = LoggerFactory.getLogger(RelayLoop.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration SETTLE = Duration.ofMillis(50);
    private static final Duration DEAD_AFTER = Duration.ofMinutes(2);

    private final OutboxRelay<?> relay;
    private final RelayDirection direction;
    private final OutboxSignal signal;
    private final Duration poll;
    private final Clock clock;
    private final AtomicReference<OutboxBacklog> backlog =
            new AtomicReference<>(new OutboxBacklog(0, 0, Duration.ZERO));
    private volatile Instant lastRound;
    private volatile Thread thread;

    public RelayLoop(
            OutboxRelay<?> relay, RelayDirection direction, OutboxSignal signal, Clock clock, MeterRegistry meters) {
        this(relay, direction, signal, POLL, clock, meters);
    }

    /** `poll` is how long it waits for a signal before it looks by itself. */
    RelayLoop(
            OutboxRelay<?> relay,
            RelayDirection direction,
            OutboxSignal signal,
            Duration poll,
            Clock clock,
            MeterRegistry meters) {
        this.relay = relay;
        this.direction = direction;
        this.signal = signal;
        this.poll = poll;
        this.clock = clock;
        this.lastRound = clock.instant();
        gauge("clm.outbox.pending", OutboxBacklog::pending, null, meters);
        gauge("clm.outbox.blocked", OutboxBacklog::blocked, null, meters);
        gauge("clm.outbox.oldest.pending", b -> b.oldestPending().toMillis() / 1000.0, "seconds", meters);
        FunctionCounter.builder("clm.outbox.applied", relay, OutboxRelay::appliedCount)
                .tag("direction", direction.code())
                .register(meters);
    }

    private void gauge(String name, ToDoubleFunction<OutboxBacklog> value, String unit, MeterRegistry meters) {
        Gauge.builder(name, backlog, b -> value.applyAsDouble(b.get()))
                .tag("direction", direction.code())
                .baseUnit(unit)
                .register(meters);
    }

    @Override
    public void start() {
        Thread loop = new Thread(this::run, "outbox-relay-" + direction.code());
        loop.setDaemon(true);
        thread = loop;
        loop.start();
    }

    @Override
    public void stop() {
        Thread loop = thread;
        thread = null;
        if (loop != null) {
            LockSupport.unpark(loop);
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public Health health() {
        Thread loop = thread;
        boolean alive = loop != null
                && loop.isAlive()
                && lastRound.isAfter(clock.instant().minus(DEAD_AFTER));
        return (alive ? Health.up() : Health.down()).build();
    }

    private void run() {
        try (signal) {
            work();
        }
    }

    private void work() {
        while (thread == Thread.currentThread()) {
            try {
                signal.listen();
                while (relay.runOnce() > 0 && isRunning()) {
                    lastRound = clock.instant();
                }
                measure();
                pause();
                lastRound = clock.instant();
            } catch (SQLException | RuntimeException failure) {
                rest(failure);
            }
        }
    }

    /** A database that is away is waited for. Anything else is a fault of ours: rounds that all end so are a dead relay. */
    private void rest(Exception failure) {
        if (failure instanceof SQLException || isUnavailable(failure)) {
            LOG.debug("the relay waits: {}", failure.getMessage());
            lastRound = clock.instant();
            measure();
        } else {
            LOG.warn("a round of the relay failed: {}", failure.toString());
        }
        LockSupport.parkNanos(POLL.toNanos());
    }

    /** Also while the other database is away: that is when somebody wants to know. */
    private void measure() {
        try {
            backlog.set(relay.backlog());
        } catch (RuntimeException unknown) {
            LOG.debug("the backlog of {} was not counted: {}", direction, unknown.getMessage());
        }
    }

    private static boolean isUnavailable(Exception failure) {
        return failure instanceof ClmException known && known.kind() == ErrorKind.UNAVAILABLE;
    }

    private void pause() throws SQLException {
        if (signal.await(poll)) {
            LockSupport.parkNanos(SETTLE.toNanos());
        }
    }
}
