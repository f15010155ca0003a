package dev.clm.api.coordination.sweep;

import dev.clm.api.coordination.reference.CrossDatabaseReference;
import dev.clm.common.database.Outage;
import dev.clm.core.coordination.Fault;
import dev.clm.core.coordination.FindingState;
import dev.clm.core.coordination.IntegrityFinding;
import dev.clm.core.coordination.IntegrityRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sweep over both databases (requirement X5): finds every broken reference and every certificate whose copies disagree,
 * confirms what has stood for the grace period, and repairs it where that was asked for.
 */
public final class OrphanSweep {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanSweep.class);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final int BATCH = 1_000;

    private final PairComparison pairs;
    private final ReferenceScan references;
    private final FaultCheck faults;
    private final FindingRegister register;
    private final FindingRepair repair;

    OrphanSweep(
            PairComparison pairs,
            ReferenceScan references,
            FaultCheck faults,
            FindingRegister register,
            FindingRepair repair) {
        this.pairs = pairs;
        this.references = references;
        this.faults = faults;
        this.register = register;
        this.repair = repair;
    }

    /** Answers the run with its counts. Ends early, by exception, where a database is away. */
    public IntegrityRun run(IntegrityRun run, Progress progress, RepairInitiator operator) {
        List<CrossDatabaseReference> plain = Arrays.stream(CrossDatabaseReference.values())
                .filter(r -> r != CrossDatabaseReference.METADATA_CERTIFICATE)
                .toList();
        progress.expect(plain.size());
        comparePairs(run, progress);
        references.run(plain, (reference, rows) -> observe(run, reference, rows));
        progress.advance(plain.size());
        register.removeGone(run);
        confirm(run);
        Repairs repairs = run.repair() && !repair.isFenced() ? repairAll(operator, progress) : new Repairs(0, 0);
        return new IntegrityRun(
                run.id(),
                run.startedBy(),
                run.repair(),
                "completed",
                progress.total(),
                progress.done(),
                register.count(FindingState.CANDIDATE),
                register.count(FindingState.OPEN),
                repairs.done(),
                repairs.failed(),
                null,
                run.startedAt(),
                null);
    }

    /** For the time between sweeps: candidates whose grace period is over. */
    public int confirmDue() {
        return register.confirmDue();
    }

    private void comparePairs(IntegrityRun run, Progress progress) {
        List<UUID> batch = new ArrayList<>(BATCH);
        pairs.run(progress, id -> {
            batch.add(id);
            if (batch.size() == BATCH) {
                observe(run, CrossDatabaseReference.METADATA_CERTIFICATE, batch);
                batch.clear();
            }
        });
        if (!batch.isEmpty()) {
            observe(run, CrossDatabaseReference.METADATA_CERTIFICATE, batch);
        }
    }

    private void observe(IntegrityRun run, CrossDatabaseReference reference, List<UUID> rows) {
        List<Fault> seen = faults.check(reference, rows);
        int fresh = register.observe(run, seen);
        if (fresh > 0) {
            LOG.info("sweep {}: {} new candidates at {}", run.id(), fresh, reference);
        }
    }

    /** A short grace period is waited for, so that one run is enough; after a long one the next look confirms. */
    private void confirm(IntegrityRun run) {
        int confirmed = register.confirmDue();
        Optional<Duration> left = register.lastDueIn().filter(wait -> wait.compareTo(LONGEST_WAIT) <= 0);
        if (left.isPresent()) {
            pause(left.get().plusMillis(200));
            confirmed += register.confirmDue();
        }
        LOG.info("sweep {}: {} faults confirmed", run.id(), confirmed);
    }

    /** All of it: a thread that was waited for before may find itself woken at once. */
    private static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        long left = time.toNanos();
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = end - System.nanoTime();
        }
    }

    private record Repairs(int done, int failed) {}

    private Repairs repairAll(RepairInitiator operator, Progress progress) {
        int done = 0;
        int failed = 0;
        UUID after = FindingRegister.LOWEST;
        List<IntegrityFinding> page;
        do {
            progress.advance(0);
            page = register.inState(FindingState.OPEN, after, BATCH);
            for (IntegrityFinding finding : page) {
                boolean repaired = repair(finding, operator);
                done += repaired ? 1 : 0;
                failed += repaired ? 0 : 1;
                after = finding.id();
            }
        } while (page.size() == BATCH);
        return new Repairs(done, failed);
    }

    private boolean repair(IntegrityFinding finding, RepairInitiator operator) {
        try {
            repair.repair(finding, operator);
            return true;
        } catch (RuntimeException failure) {
            if (!Outage.tells(failure)) {
                LOG.warn("finding {} was not repaired: {}", finding.id(), failure.toString());
            }
            repair.noteFailure(finding, failure);
            return false;
        }
    }
}
