package dev.clm.api.process.cli;

import dev.clm.api.coordination.report.FindingView;
import java.io.PrintStream;
import java.util.List;

/** Findings for people. */
final class FindingTable {
    private static final String LINE = "%-9s  %-45s  %-19s  %-36s  %-30s  %s%n";

    private final PrintStream out;

    FindingTable(PrintStream out) {
        this.out = out;
    }

    void print(List<FindingView> findings) {
        if (!findings.isEmpty()) {
            out.printf(LINE, "STATE", "REFERENCE", "FAULT", "ROW", "FIRST SEEN", "REPAIR");
        }
        for (FindingView finding : findings) {
            String fault = finding.kind().replace('_', ' ');
            out.printf(
                    LINE,
                    finding.state(),
                    finding.reference(),
                    fault,
                    finding.rowId(),
                    finding.firstSeen(),
                    finding.remedy());
        }
    }
}
