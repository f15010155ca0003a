package dev.clm.api.key.keyrotation;

import dev.clm.common.error.ClmException;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.key.keyrotation.KeyRotation;
import dev.clm.secure.key.keyrotation.KeyRotationRepository;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/**
 * Looks twice a second for rotations of any tenant and works on them, beside every other instance. Where an instance died,
 * there is nothing to take over: what it had locked is free, and the rest is in the database. The context starts and stops it; it
 * owns its thread and ends the workers' executor, each with the batch that it is at. Any thread may wake it.
 */
public final class RotationLoop implements SmartLifecycle, HealthIndicator {
    private static final Logger LOG = LoggerFactory.getLogger(RotationLoop.class);
    static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LAST_BATCH = Duration.ofSeconds(10);
    private static final int AT_ONCE = 4;

    private final SecureDatabase secure;
    private final KeyRotationRepository rotations;
    private final RotationRun run;
    private final ExecutorService executor;
    private final BooleanSupplier paused;
    private final Set<UUID> atWork = ConcurrentHashMap.newKeySet();
    private volatile Thread thread;

    /** While `paused`, no rotation is taken up. */
    public RotationLoop(
            SecureDatabase secure,
            KeyRotationRepository rotations,
            RotationRun run,
            ExecutorService executor,
            BooleanSupplier paused) {
        this.secure = secure;
        this.rotations = rotations;
        this.run = run;
        this.executor = executor;
        this.paused = paused;
    }

    /** There may be something to do. */
    public void wake() {
        LockSupport.unpark(thread);
    }

    @Override
    public void start() {
        Thread loop = new Thread(this::work, "key-rotation");
        loop.setDaemon(true);
        thread = loop;
        loop.start();
    }

    /** Workers end with the batch that they are at. */
    @Override
    public void stop() {
        Thread loop = thread;
        thread = null;
        LockSupport.unpark(loop);
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(LAST_BATCH.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("a batch of a key rotation is cut off; it is undone and done again elsewhere");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public Health health() {
        Thread loop = thread;
        return (loop != null && loop.isAlive() ? Health.up() : Health.down()).build();
    }

    private void work() {
        while (thread == Thread.currentThread()) {
            try {
                if (!paused.getAsBoolean()) {
                    secure.inServiceRole("find key rotations of all tenants", tx -> rotations.running(tx, AT_ONCE))
                            .forEach(this::advance);
                }
            } catch (ClmException unavailable) {
                LOG.debug("key rotations wait: {}", unavailable.getMessage());
            } catch (RuntimeException failure) {
                LOG.warn("looking for key rotations failed: {}", failure.toString());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private void advance(KeyRotation rotation) {
        if (isRunning() && atWork.add(rotation.id())) {
            executor.execute(() -> {
                try {
                    run.advance(rotation);
                } finally {
                    atWork.remove(rotation.id());
                }
            });
        }
    }
}
