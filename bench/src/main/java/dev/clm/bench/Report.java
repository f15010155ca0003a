package dev.clm.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A table for people: medians of the rounds, and the service as a share of each floor. */
final class Report {
    private final PrintStream out;
    private final List<String> lines = new ArrayList<>();

    Report(PrintStream out) {
        this.out = out;
    }

    void add(int clients, Map<String, Measurement> medians) {
        Measurement service = medians.get("service");
        medians.forEach((name, m) -> lines.add(String.format(
                Locale.ROOT,
                "%7d  %-27s %9.0f %9.2f %9.2f   %s",
                clients,
                name,
                m.perSecond(),
                m.p50Millis(),
                m.p99Millis(),
                m.equals(service) ? "" : String.format(Locale.ROOT, "%.2f", service.perSecond() / m.perSecond()))));
        lines.add("");
        out.printf(Locale.ROOT, "  %d clients measured%n", clients);
    }

    void print() {
        out.println();
        out.printf("%7s  %-27s %9s %9s %9s   %s%n", "clients", "", "certs/s", "p50 ms", "p99 ms", "service/floor");
        lines.forEach(out::println);
    }
}
