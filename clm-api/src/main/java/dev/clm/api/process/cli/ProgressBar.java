package dev.clm.api.process.cli;

import dev.clm.api.coordination.sweep.Progress;
import java.io.PrintStream;

/** One line that is written over and over. */
final class ProgressBar {
    private static final int WIDTH = 40;

    private final PrintStream out;
    private int shown = -1;

    ProgressBar(PrintStream out) {
        this.out = out;
    }

    /** Both sides of a comparison report here. */
    synchronized void show(Progress progress) {
        int filled = (int) (WIDTH * progress.done() / Math.max(1, progress.total()));
        if (filled != shown) {
            shown = filled;
            out.printf(
                    "\r[%s%s] %d of %d",
                    "#".repeat(filled), ".".repeat(WIDTH - filled), progress.done(), progress.total());
            out.flush();
        }
    }

    void end() {
        out.println();
    }
}
