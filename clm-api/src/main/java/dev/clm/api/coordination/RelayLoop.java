package dev.clm.api.coordination;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorKind;
import dev.clm.common.outbox.OutboxBacklog;
import dev.clm.secure.outbox.OutboxSignal;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/**
 * The relay's thread. It wakes on the outbox's signal and at least once a second. Readiness fails when it is dead; a slow or
 * absent core database only makes it wait.
 */
public final class RelayLoop implements SmartLifecycle, HealthIndicator {
    private static final Logger LOG = LoggerFactory.getLogger(RelayLoop.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration SETTLE = Duration.ofMillis(50);
    private static final Duration DEAD_AFTER = Duration.ofMinutes(2);

    private final OutboxRelay relay;
    private final OutboxSignal signal;
    private final Clock clock;
    private final AtomicReference<OutboxBacklog> backlog =
            new AtomicReference<>(new OutboxBacklog(0, 0, Duration.ZERO));
    private volatile Instant lastRound;
    private volatile Thread thread;

    public RelayLoop(OutboxRelay relay, OutboxSignal signal, Clock clock, MeterRegistry meters) {
        this.relay = relay;
        this.signal = signal;
        this.clock = clock;
        this.lastRound = clock.instant();
        Gauge.builder("clm.outbox.pending", backlog, b -> b.get().pending()).register(meters);
        Gauge.builder("clm.outbox.blocked", backlog, b -> b.get().blocked()).register(meters);
        Gauge.builder(
                        "clm.outbox.oldest.pending",
                        backlog,
                        b -> b.get().oldestPending().toMillis() / 1000.0)
                .baseUnit("seconds")
                .register(meters);
    }

    @Override
    public void start() {
        Thread loop = new Thread(this::run, "outbox-relay");
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
                while (relay.runOnce() > 0 && isRunning()) {
                    lastRound = clock.instant();
                }
                backlog.set(relay.backlog());
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
        } else {
            LOG.warn("a round of the relay failed: {}", failure.toString());
        }
        LockSupport.parkNanos(POLL.toNanos());
    }

    private static boolean isUnavailable(Exception failure) {
        return failure instanceof ClmException known && known.kind() == ErrorKind.UNAVAILABLE;
    }

    private void pause() throws SQLException {
        if (signal.await(POLL)) {
            LockSupport.parkNanos(SETTLE.toNanos());
        }
    }
}
