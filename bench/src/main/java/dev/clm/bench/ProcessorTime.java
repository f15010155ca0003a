package dev.clm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Processor seconds so far of the service's process and of its PostgreSQL, as Linux counts them (proc(5)). Elsewhere they are
 * not known. They say what work costs where a busy machine makes its time say little.
 */
record ProcessorTime(double service, double postgres) {
    private static final Path PROC = Path.of("/proc");
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER = 11;
    private static final int REAPED_SYSTEM = 14;
    private static final double MICROS = 1e6;

    /** @param backend any process of the server */
    static ProcessorTime now(long service, long backend) throws IOException {
        if (!Files.isDirectory(PROC)) {
            return new ProcessorTime(Double.NaN, Double.NaN);
        }
        long postmaster = ProcessHandle.of(backend)
                .flatMap(ProcessHandle::parent)
                .orElseThrow()
                .pid();
        double server = ticks(postmaster, REAPED_SYSTEM);
        try (Stream<ProcessHandle> children =
                ProcessHandle.of(postmaster).orElseThrow().children()) {
            for (ProcessHandle child : children.toList()) {
                server += ticks(child.pid(), REAPED_SYSTEM);
            }
        }
        return new ProcessorTime(ticks(service, USER + 1) / TICKS_PER_SECOND, server / TICKS_PER_SECOND);
    }

    ProcessorTime since(ProcessorTime before) {
        return new ProcessorTime(service - before.service, postgres - before.postgres);
    }

    String perRow(long rows) {
        return String.format(
                Locale.ROOT,
                "%.0f µs in PostgreSQL, %.0f in the service",
                MICROS * postgres / rows,
                MICROS * service / rows);
    }

    /** The fields from utime up to `last`: with cutime and cstime, those of children that have ended are included. */
    private static long ticks(long pid, int last) throws IOException {
        Path stat = PROC.resolve(Long.toString(pid)).resolve("stat");
        if (!Files.exists(stat)) {
            return 0;
        }
        String line = Files.readString(stat);
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        long sum = 0;
        for (int i = USER; i <= last; i++) {
            sum += Long.parseLong(fields[i]);
        }
        return sum;
    }
}
