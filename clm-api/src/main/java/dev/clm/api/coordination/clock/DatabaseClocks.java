package dev.clm.api.coordination.clock;

import dev.clm.common.database.ClockReading;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this machine's clock and those of both databases agree (requirement T7). While they do not, this instance runs no
 * job, signs nothing and is not ready. One watch asks the databases every few seconds; in between, the monotonic clock carries
 * on what they said, so that a clock that jumps is seen by the next caller and costs no round trip. Any thread may ask, with no
 * transaction open; the context owns it and its watch.
 */
public final class DatabaseClocks {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseClocks.class);
    /** Whoever doubts asks the databases, and is content with an answer of this age: a doubt may come of a machine that slept. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Supplier<ClockReading> askSecure;
    private final Supplier<ClockReading> askCore;
    private final Clock clock;
    private final Duration tolerance;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Optional<ClockReading> secure = Optional.empty();
    private volatile Optional<ClockReading> core = Optional.empty();
    private volatile long askedAt;
    private boolean told;

    DatabaseClocks(Supplier<ClockReading> askSecure, Supplier<ClockReading> askCore, Clock clock, Duration tolerance) {
        this.askSecure = askSecure;
        this.askCore = askCore;
        this.clock = clock;
        this.tolerance = tolerance;
        this.askedAt = System.nanoTime() - FRESH.toNanos();
    }

    /** Asks both databases, unless somebody has just done so, and answers what is wrong. Of one that is away, its last answer counts. */
    public Optional<String> compare() {
        asking.lock();
        try {
            if (isStale()) {
                secure = answer(askSecure).or(() -> secure);
                core = answer(askCore).or(() -> core);
                askedAt = System.nanoTime();
                tell(judge());
            }
        } finally {
            asking.unlock();
        }
        return judge();
    }

    /** What is wrong, from what is known; only a doubt asks the databases. Others do not wait for whoever asks. */
    public Optional<String> fault() {
        Optional<String> doubt = judge();
        return doubt.isPresent() && isStale() && !asking.isLocked() ? compare() : doubt;
    }

    /** Refuses what must not be dated by a wrong clock. */
    public void requireAgreement() {
        fault().ifPresent(fault -> {
            throw ClmException.of(ErrorCode.CLOCKS_DIFFER, fault + ": nothing is signed until they agree");
        });
    }

    /** The time by clm_core_db's clock, which the plan of the jobs goes by. */
    public Instant coreTime() {
        return core.map(reading -> reading.at(System.nanoTime())).orElseGet(clock::instant);
    }

    /** How far this machine's clock is ahead of clm_secure_db's, in seconds; not a number before the first answer. */
    double aheadOfSecure() {
        return ahead(secure);
    }

    double aheadOfCore() {
        return ahead(core);
    }

    private double ahead(Optional<ClockReading> reading) {
        return reading.map(known -> Duration.between(known.at(System.nanoTime()), clock.instant()))
                .map(ahead -> ahead.toMillis() / 1000.0)
                .orElse(Double.NaN);
    }

    private Optional<String> judge() {
        long now = System.nanoTime();
        Duration uncertainty = uncertainty(secure).plus(uncertainty(core));
        return new ClockComparison(
                        clock.instant(),
                        secure.map(reading -> reading.at(now)),
                        core.map(reading -> reading.at(now)),
                        uncertainty)
                .fault(tolerance);
    }

    private static Duration uncertainty(Optional<ClockReading> reading) {
        return reading.map(ClockReading::uncertainty).orElse(Duration.ZERO);
    }

    private boolean isStale() {
        return System.nanoTime() - askedAt >= FRESH.toNanos();
    }

    private static Optional<ClockReading> answer(Supplier<ClockReading> question) {
        try {
            return Optional.of(question.get());
        } catch (ClmException unavailable) {
            return Optional.empty();
        }
    }

    /** One line when they begin to differ, and one when they agree again. */
    private void tell(Optional<String> fault) {
        if (fault.isPresent() && !told) {
            LOG.error("{}: no jobs, no signing and not ready until they agree", fault.get());
        } else if (fault.isEmpty() && told) {
            LOG.info("the clocks of this machine and of both databases agree again");
        }
        told = fault.isPresent();
    }
}
