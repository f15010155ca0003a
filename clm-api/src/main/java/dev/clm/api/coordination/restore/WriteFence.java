package dev.clm.api.coordination.restore;

import dev.clm.common.coordination.Fence;
import dev.clm.common.coordination.RestoreStateRepository;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Stops all writes while one database is known to be older than the other. It is stored in both, so that every instance and every
 * restart meets it, until an operator's repair lifts it; this object, one per process or command, only remembers for seconds what
 * it last saw, and ends with it. Any thread may ask, with no transaction open: one looks, the others go on with what is known.
 */
public final class WriteFence implements HealthIndicator {
    /** Reads go on, so this is neither UP nor DOWN. */
    private static final Status FENCED = new Status("FENCED");

    private static final String REASON = "look for the fence that a restore raised";
    /** The relay's threads ask all the time, so that no request has to wait for an answer, or for a database that is away. */
    private static final Duration FRESH_FOR_JOBS = Duration.ofSeconds(1);

    private static final Duration FRESH_FOR_REQUESTS = Duration.ofSeconds(10);

    private final SecureDatabase secure;
    private final CoreDatabase core;
    private final RestoreStateRepository<SecureTransaction> secureState = new RestoreStateRepository<>();
    private final RestoreStateRepository<CoreTransaction> coreState = new RestoreStateRepository<>();
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Optional<Fence> inSecure = Optional.empty();
    private volatile Optional<Fence> inCore = Optional.empty();
    private volatile boolean everLooked;
    private volatile long lookedAt;

    public WriteFence(SecureDatabase secure, CoreDatabase core) {
        this.secure = secure;
        this.core = core;
    }

    /** Whether nothing may be written. Of a database that is away, what was known last counts. */
    public boolean fenced() {
        return known(FRESH_FOR_JOBS).isPresent();
    }

    public Optional<Fence> current() {
        return known(FRESH_FOR_REQUESTS);
    }

    /** As it was last seen: asks nobody, and waits for nobody. */
    public boolean isKnownToStand() {
        return inSecure.or(() -> inCore).isPresent();
    }

    /** Refuses with the fence's reason where one stands. */
    public void requireOpen() {
        current().ifPresent(fence -> {
            throw ClmException.of(ErrorCode.FENCED, fence.reason());
        });
    }

    public void raise(Fence fence) {
        boolean secureRaised = secure.inServiceRole("raise the fence", tx -> secureState.raise(tx, fence));
        boolean coreRaised = core.inServiceRole("raise the fence", tx -> coreState.raise(tx, fence));
        everLooked = false;
        if (!secureRaised && !coreRaised && !fenced()) {
            throw new IllegalStateException("the fence was not raised: somebody lifted one at the same time");
        }
    }

    /** Only when both databases are known to be true to each other again. */
    public void lift() {
        boolean coreLifted = core.inServiceRole("lift the fence", coreState::lift);
        boolean secureLifted = secure.inServiceRole("lift the fence", secureState::lift);
        everLooked = false;
        if (!coreLifted && !secureLifted && fenced()) {
            throw new IllegalStateException("the fence was not lifted: somebody raised one at the same time");
        }
    }

    @Override
    public Health health() {
        return (fenced() ? Health.status(FENCED) : Health.up()).build();
    }

    private Optional<Fence> known(Duration fresh) {
        if (!everLooked || System.nanoTime() - lookedAt > fresh.toNanos()) {
            look();
        }
        return inSecure.or(() -> inCore);
    }

    /** One caller looks; the others go on with what is known, which they do not where nothing is. */
    private void look() {
        if (everLooked && looking.isLocked()) {
            return;
        }
        looking.lock();
        try {
            inSecure = known(inSecure, () -> secure.inServiceRole(REASON, secureState::fence));
            inCore = known(inCore, () -> core.inServiceRole(REASON, coreState::fence));
            lookedAt = System.nanoTime();
            everLooked = true;
        } finally {
            looking.unlock();
        }
    }

    private static Optional<Fence> known(Optional<Fence> before, Supplier<Optional<Fence>> question) {
        try {
            return question.get();
        } catch (ClmException unavailable) {
            return before;
        }
    }
}
