package dev.clm.api.process.cli;

import dev.clm.api.config.ConnectionPools;
import dev.clm.api.coordination.report.FindingView;
import dev.clm.api.coordination.report.IntegrityFindings;
import dev.clm.api.coordination.report.IntegrityRuns;
import dev.clm.api.coordination.report.IntegrityRuns.Trigger;
import dev.clm.api.coordination.restore.RepairRestore;
import dev.clm.api.coordination.restore.RestoreReport;
import dev.clm.api.coordination.restore.WriteFence;
import dev.clm.api.coordination.sweep.RepairInitiator;
import dev.clm.api.coordination.sweep.SweepParts;
import dev.clm.core.coordination.FindingState;
import dev.clm.core.coordination.IntegrityFinding;
import dev.clm.core.coordination.IntegrityFindingRepository;
import dev.clm.core.coordination.IntegrityRun;
import dev.clm.core.coordination.IntegrityRunRepository;
import dev.clm.core.database.CoreDatabase;
import dev.clm.secure.database.SecureDatabase;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A sweep without the service: started, followed and reported on a terminal. */
public final class CommandLineSweep {
    private static final UUID FIRST = new UUID(0, 0);
    private static final int PAGE = 500;
    private static final String LINE = "%-36s  %-9s  %-45s  %-19s  %-36s  %-30s  %s%n";

    private final RepairRestore restore;
    private final IntegrityRuns runs;
    private final IntegrityFindings findings;
    private final Duration grace;

    private CommandLineSweep(RepairRestore restore, IntegrityRuns runs, IntegrityFindings findings, Duration grace) {
        this.restore = restore;
        this.runs = runs;
        this.findings = findings;
        this.grace = grace;
    }

    public static CommandLineSweep of(ConnectionPools pools, Duration grace) {
        SecureDatabase secure = pools.secureDatabase();
        CoreDatabase core = pools.coreDatabase();
        WriteFence fence = new WriteFence(secure, core);
        SweepParts sweeping =
                SweepParts.of(secure, core, grace, work -> new Thread(work, "other-side").start(), fence::fenced);
        return new CommandLineSweep(
                RepairRestore.of(secure, core),
                new IntegrityRuns(core, new IntegrityRunRepository(), sweeping.sweep()),
                new IntegrityFindings(core, new IntegrityFindingRepository(), sweeping.repair()),
                grace);
    }

    /** A database that was restored to an older state comes first. Answers whether nothing is left: no open finding, and no candidate that may become one. */
    public boolean run(boolean repair, PrintStream out, PrintStream progress) {
        if (repair) {
            print(restore.run(), out);
        }
        IntegrityRun started = runs.start(Trigger.COMMAND, RepairInitiator.SERVICE, repair);
        ProgressBar bar = new ProgressBar(progress);
        IntegrityRun run = runs.execute(started, RepairInitiator.SERVICE, bar::show);
        bar.end();
        List.of(FindingState.OPEN, FindingState.CANDIDATE).forEach(state -> print(state, out));
        out.printf(
                "%d open, %d younger than the grace period of %d s, %d repaired, %d could not be repaired%n",
                run.confirmed(), run.candidates(), grace.toSeconds(), run.repaired(), run.failed());
        return run.confirmed() == 0 && run.candidates() == 0;
    }

    /** No sweep counts or repairs these findings any more. Always true: one that cannot be ignored is an error. */
    public boolean ignore(List<UUID> ids, PrintStream out) {
        for (UUID id : ids) {
            IntegrityFinding ignored = findings.ignore(id, RepairInitiator.SERVICE);
            out.println("ignored " + ignored.id());
        }
        return true;
    }

    private static void print(RestoreReport report, PrintStream out) {
        if (report.older() != null) {
            out.printf(
                    "%s was older: %d events delivered again, %d certificates brought forward, %d revocations replayed, %d"
                            + " departures repeated%n",
                    report.older(),
                    report.eventsDeliveredAgain(),
                    report.certificatesBroughtForward(),
                    report.revocationsReplayed(),
                    report.departuresRepeated());
        }
        report.lostCertificates().forEach(lost -> out.println("lost, its metadata are kept: " + lost));
    }

    private void print(FindingState state, PrintStream out) {
        UUID after = FIRST;
        List<IntegrityFinding> page;
        do {
            page = findings.list(state, after, PAGE);
            print(page, out);
            after = page.isEmpty() ? after : page.get(page.size() - 1).id();
        } while (page.size() == PAGE);
    }

    private static void print(List<IntegrityFinding> findings, PrintStream out) {
        if (!findings.isEmpty()) {
            out.printf(LINE, "FINDING", "STATE", "REFERENCE", "FAULT", "ROW", "FIRST SEEN", "REPAIR");
        }
        findings.stream()
                .map(FindingView::of)
                .forEach(finding -> out.printf(
                        LINE,
                        finding.id(),
                        finding.state(),
                        finding.reference(),
                        finding.kind().replace('_', ' '),
                        finding.rowId(),
                        finding.firstSeen(),
                        finding.remedy()));
    }
}
