package dev.clm.api.integrity;

import dev.clm.api.config.ConnectionPools;
import dev.clm.api.coordination.sweep.Operator;
import dev.clm.api.coordination.sweep.Sweeping;
import dev.clm.api.integrity.IntegrityRuns.Trigger;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.integrity.FindingState;
import dev.clm.core.integrity.IntegrityFinding;
import dev.clm.core.integrity.IntegrityFindingRepository;
import dev.clm.core.integrity.IntegrityRun;
import dev.clm.core.integrity.IntegrityRunRepository;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A sweep without the service: started, followed and reported on a terminal. */
public final class CommandLineSweep {
    private static final UUID FIRST = new UUID(0, 0);
    private static final int PAGE = 500;

    private final IntegrityRuns runs;
    private final IntegrityFindings findings;
    private final Duration grace;

    private CommandLineSweep(IntegrityRuns runs, IntegrityFindings findings, Duration grace) {
        this.runs = runs;
        this.findings = findings;
        this.grace = grace;
    }

    public static CommandLineSweep of(ConnectionPools pools, Duration grace) {
        CoreDatabase core = pools.coreDatabase();
        Sweeping sweeping = Sweeping.of(
                pools.secureDatabase(),
                core,
                grace,
                work -> new Thread(work, "other-side").start(),
                () -> false,
                Clock.systemUTC());
        return new CommandLineSweep(
                new IntegrityRuns(core, new IntegrityRunRepository(), sweeping.sweep()),
                new IntegrityFindings(core, new IntegrityFindingRepository(), sweeping.repair()),
                grace);
    }

    /** Answers whether nothing is left: no open finding, and no candidate that may become one. */
    public boolean run(boolean repair, PrintStream out, PrintStream progress) {
        IntegrityRun started = runs.start(Trigger.COMMAND, Operator.SERVICE, repair);
        ProgressBar bar = new ProgressBar(progress);
        IntegrityRun run = runs.execute(started, Operator.SERVICE, bar::show);
        bar.end();
        List.of(FindingState.OPEN, FindingState.CANDIDATE).forEach(state -> print(state, out));
        out.printf(
                "%d open, %d younger than the grace period of %d s, %d repaired, %d could not be repaired%n",
                run.confirmed(), run.candidates(), grace.toSeconds(), run.repaired(), run.failed());
        return run.confirmed() == 0 && run.candidates() == 0;
    }

    private void print(FindingState state, PrintStream out) {
        FindingTable table = new FindingTable(out);
        UUID after = FIRST;
        List<IntegrityFinding> page;
        do {
            page = findings.list(state, after, PAGE);
            table.print(page.stream().map(FindingView::of).toList());
            after = page.isEmpty() ? after : page.get(page.size() - 1).id();
        } while (page.size() == PAGE);
    }
}
