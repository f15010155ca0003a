package dev.clm.api.process.cli;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** One line about a rotation: bar, rows, rate, and how long it will take. */
final class ProgressLine {
    private static final int WIDTH = 30;
    private static final int LINE = 100;
    private static final int HUNDRED = 100;

    private ProgressLine() {}

    static String of(JsonNode rotation) {
        long total = rotation.path("total").asLong();
        long done = rotation.path("done").asLong() + rotation.path("failed").asLong();
        boolean verifying = "verifying".equals(rotation.path("phase").asString());
        long shown = verifying ? Math.min(total, rotation.path("verified").asLong()) : done;
        int percent = total == 0 ? HUNDRED : (int) (shown * HUNDRED / total);
        int filled = percent * WIDTH / HUNDRED;
        String line = "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] "
                + String.format(Locale.ROOT, "%3d %%  %d of %d rows ", percent, shown, total)
                + state(rotation, verifying);
        // Longer than the line before it, whatever that said.
        return line + " ".repeat(Math.max(0, LINE - line.length()));
    }

    private static String state(JsonNode rotation, boolean verifying) {
        if (!rotation.path("paused_at").isNull()) {
            return "paused";
        }
        if (verifying) {
            return "verified";
        }
        String rate = String.format(
                Locale.ROOT, "moved, %.0f/s", rotation.path("rate_per_second").asDouble());
        JsonNode eta = rotation.path("eta_seconds");
        return eta.isNumber() ? rate + ", " + eta.asLong() + " s left" : rate;
    }
}
