package dev.clm.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What some clients achieved together in a fixed time.
 *
 * @param perSecond certificates that were answered within the time
 */
record Measurement(double perSecond, double p50Millis, double p99Millis, long certificates) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    static Measurement of(Workload workload, int clients, double seconds) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        List<Workload.Client> open = new ArrayList<>();
        try {
            for (int i = 0; i < clients; i++) {
                open.add(workload.open());
            }
            long start = System.nanoTime();
            long end = start + (long) (seconds * NANOS_PER_SECOND);
            List<Callable<long[]>> tasks = new ArrayList<>();
            open.forEach(client -> tasks.add(() -> issueUntil(end, client)));
            List<Future<long[]>> finished = threads.invokeAll(tasks);
            return summarise(finished, System.nanoTime() - start);
        } finally {
            threads.shutdownNow();
            for (Workload.Client client : open) {
                client.close();
            }
        }
    }

    /** The median of each figure on its own. */
    static Measurement median(List<Measurement> rounds) {
        return new Measurement(
                median(rounds.stream().mapToDouble(Measurement::perSecond).toArray()),
                median(rounds.stream().mapToDouble(Measurement::p50Millis).toArray()),
                median(rounds.stream().mapToDouble(Measurement::p99Millis).toArray()),
                rounds.stream().mapToLong(Measurement::certificates).sum());
    }

    private static long[] issueUntil(long end, Workload.Client client) throws Exception {
        long[] latencies = new long[1024];
        int count = 0;
        for (long before = System.nanoTime(); before < end; ) {
            client.issue();
            long after = System.nanoTime();
            if (count == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * count);
            }
            latencies[count++] = after - before;
            before = after;
        }
        return Arrays.copyOf(latencies, count);
    }

    private static Measurement summarise(List<Future<long[]>> finished, long nanos)
            throws InterruptedException, ExecutionException {
        List<long[]> parts = new ArrayList<>();
        for (Future<long[]> one : finished) {
            parts.add(one.get());
        }
        long[] all = parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Measurement(
                all.length * NANOS_PER_SECOND / nanos, percentile(all, 50), percentile(all, 99), all.length);
    }

    private static double percentile(long[] sorted, int percent) {
        int rank = (int) Math.ceil(sorted.length * percent / 100.0);
        return sorted[Math.max(0, rank - 1)] / NANOS_PER_MILLI;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
