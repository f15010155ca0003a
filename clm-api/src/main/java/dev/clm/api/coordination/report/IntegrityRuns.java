package dev.clm.api.coordination.report;

import dev.clm.api.config.RepeatedWork;
import dev.clm.api.coordination.sweep.OrphanSweep;
import dev.clm.api.coordination.sweep.Progress;
import dev.clm.api.coordination.sweep.RepairInitiator;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.core.coordination.IntegrityRun;
import dev.clm.core.coordination.IntegrityRunRepository;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps as rows that anybody can follow: one at a time over all instances, and none that died counts as running. A sweep shows by the
 * clock that it lives, however long a step takes, and ends where it no longer counts: another may have begun.
 */
public final class IntegrityRuns {
    private static final Logger LOG = LoggerFactory.getLogger(IntegrityRuns.class);
    private static final Duration SILENCE = Duration.ofMinutes(5);
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);
    private static final long REPORT_EVERY_NANOS = 1_000_000_000L;

    private final CoreDatabase core;
    private final IntegrityRunRepository runs;
    private final OrphanSweep sweep;
    private final Duration heartbeat;

    public IntegrityRuns(CoreDatabase core, IntegrityRunRepository runs, OrphanSweep sweep) {
        this(core, runs, sweep, HEARTBEAT);
    }

    IntegrityRuns(CoreDatabase core, IntegrityRunRepository runs, OrphanSweep sweep, Duration heartbeat) {
        this.core = core;
        this.runs = runs;
        this.sweep = sweep;
        this.heartbeat = heartbeat;
    }

    /** Who or what had a run started, as it is stored. */
    public enum Trigger {
        SCHEDULE("schedule"),
        API("api"),
        COMMAND("command");

        private final String value;

        Trigger(String value) {
            this.value = value;
        }
    }

    /** Refuses where another one is running. */
    public IntegrityRun start(Trigger trigger, RepairInitiator operator, boolean repair) {
        return start(trigger, operator, repair, (tx, run) -> {});
    }

    /** The same; `alongside` belongs to the transaction that enters the run. */
    IntegrityRun start(
            Trigger trigger,
            RepairInitiator operator,
            boolean repair,
            BiConsumer<CoreTransaction, IntegrityRun> alongside) {
        return inCore(tx -> {
            runs.abandon(tx, SILENCE);
            IntegrityRun run = runs.start(tx, trigger.value, operator.userId(), repair)
                    .orElseThrow(() -> ClmException.of(ErrorCode.STATE_CONFLICT, "a sweep is running already"));
            alongside.accept(tx, run);
            return run;
        });
    }

    /** Returns when the run is over; `follower` hears of each step. The run's row says how it ended, whatever happens. */
    public IntegrityRun execute(IntegrityRun run, RepairInitiator operator, Consumer<Progress> follower) {
        AtomicLong reported = new AtomicLong(System.nanoTime());
        AtomicBoolean lost = new AtomicBoolean();
        Progress[] progress = new Progress[1];
        progress[0] = new Progress(() -> {
            follower.accept(progress[0]);
            report(run, progress[0], reported, lost);
        });
        try (RepeatedWork heart = new RepeatedWork("sweep-heartbeat", heartbeat, () -> beat(run, progress[0], lost))) {
            heart.once();
            IntegrityRun ended = sweep.run(run, progress[0], operator);
            inCore(tx -> runs.complete(tx, ended));
            return find(run.id());
        } catch (RuntimeException failure) {
            fail(run, failure);
            throw failure;
        }
    }

    public IntegrityRun find(UUID id) {
        return inCore(tx -> runs.find(tx, id))
                .orElseThrow(() -> ClmException.of(ErrorCode.NOT_FOUND, "there is no such run"));
    }

    /** Newest first, older than `before`. */
    public List<IntegrityRun> list(UUID before, int limit) {
        return inCore(tx -> runs.list(tx, before, limit));
    }

    private void report(IntegrityRun run, Progress progress, AtomicLong reported, AtomicBoolean lost) {
        long last = reported.get();
        long now = System.nanoTime();
        if (now - last > REPORT_EVERY_NANOS && reported.compareAndSet(last, now)) {
            beat(run, progress, lost);
        }
        if (lost.get()) {
            throw ClmException.of(ErrorCode.STATE_CONFLICT, "the sweep no longer counts as running");
        }
    }

    private void beat(IntegrityRun run, Progress progress, AtomicBoolean lost) {
        lost.compareAndSet(false, !isStillRunning(run, progress));
    }

    private boolean isStillRunning(IntegrityRun run, Progress progress) {
        return inCore(tx -> runs.progress(tx, run.id(), progress.done(), progress.total()));
    }

    private void fail(IntegrityRun run, RuntimeException failure) {
        LOG.warn("sweep {} failed: {}", run.id(), failure.toString());
        String error = failure instanceof ClmException known
                ? known.getMessage()
                : failure.getClass().getSimpleName();
        try {
            inCore(tx -> runs.fail(tx, run.id(), error));
        } catch (RuntimeException unreachable) {
            failure.addSuppressed(unreachable);
        }
    }

    private <R> R inCore(Function<CoreTransaction, R> work) {
        return core.inServiceRole("follow sweeps over all tenants", work);
    }
}
