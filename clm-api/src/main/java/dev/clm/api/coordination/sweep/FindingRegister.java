package dev.clm.api.coordination.sweep;

import dev.clm.common.tenant.Actor;
import dev.clm.core.coordination.Fault;
import dev.clm.core.coordination.FindingState;
import dev.clm.core.coordination.IntegrityFinding;
import dev.clm.core.coordination.IntegrityFindingRepository;
import dev.clm.core.coordination.IntegrityRun;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Keeps the findings in step with what is true: a fault becomes a finding when it has stood for the grace period, and the
 * finding goes when the fault has gone by itself.
 */
final class FindingRegister {
    static final UUID LOWEST = new UUID(0, 0);
    private static final int PAGE = 500;

    private final CoreDatabase core;
    private final IntegrityFindingRepository findings;
    private final FaultCheck faults;
    private final Duration grace;

    FindingRegister(CoreDatabase core, IntegrityFindingRepository findings, FaultCheck faults, Duration grace) {
        this.core = core;
        this.findings = findings;
        this.faults = faults;
        this.grace = grace;
    }

    <R> R inCore(Function<CoreTransaction, R> work) {
        return core.inServiceRole("keep what a sweep found, of all tenants", work);
    }

    /** Answers how many of the faults were not known before. */
    int observe(IntegrityRun run, List<Fault> seen) {
        return inCore(tx -> findings.observe(tx, run.id(), seen));
    }

    /** Looks again at what a run did not see any more, and removes what is gone. */
    void removeGone(IntegrityRun run) {
        eachPage(after -> inCore(tx -> findings.unseenSince(tx, run.startedAt(), after, PAGE)), page -> {
            settle(page, faults.stillThere(page));
        });
    }

    /** Looks again at candidates whose grace period is over. Answers how many became open findings. */
    int confirmDue() {
        eachPage(after -> inCore(tx -> findings.due(tx, grace, after, PAGE)), page -> {
            List<Fault> still = faults.stillThere(page);
            page.stream()
                    .collect(Collectors.groupingBy(IntegrityFinding::runId))
                    .forEach((run, some) -> inCore(tx -> findings.observe(
                            tx,
                            run,
                            still.stream().filter(f -> isAmong(some, f)).toList())));
            settle(page, still);
        });
        return inCore(tx -> findings.confirm(tx, grace));
    }

    Optional<Duration> lastDueIn() {
        return inCore(tx -> findings.lastDueIn(tx, grace));
    }

    int count(FindingState state) {
        return inCore(tx -> findings.count(tx, state));
    }

    List<IntegrityFinding> inState(FindingState state, UUID after, int limit) {
        return inCore(tx -> findings.inState(tx, state, after, limit));
    }

    private void settle(List<IntegrityFinding> page, List<Fault> still) {
        List<UUID> gone = new ArrayList<>();
        for (IntegrityFinding finding : page) {
            if (still.stream().noneMatch(finding.fault()::isSameAs) && !completeCrashedRepair(finding)) {
                gone.add(finding.id());
            }
        }
        if (!gone.isEmpty()) {
            inCore(tx -> findings.remove(tx, gone));
        }
    }

    /** Where a process died between the repair and its mark, the fault is gone and what takes it back is known. */
    private boolean completeCrashedRepair(IntegrityFinding finding) {
        return finding.undo() != null
                && inCore(tx -> findings.change(
                        tx,
                        finding.id(),
                        List.of(FindingState.OPEN, FindingState.UNDONE),
                        FindingState.REPAIRED,
                        Actor.SYSTEM_USER_ID));
    }

    private static boolean isAmong(List<IntegrityFinding> some, Fault fault) {
        return some.stream().anyMatch(f -> f.fault().isSameAs(fault));
    }

    private static void eachPage(Function<UUID, List<IntegrityFinding>> pages, Consumer<List<IntegrityFinding>> work) {
        UUID after = LOWEST;
        List<IntegrityFinding> page;
        do {
            page = pages.apply(after);
            if (!page.isEmpty()) {
                work.accept(page);
                after = page.get(page.size() - 1).id();
            }
        } while (page.size() == PAGE);
    }
}
