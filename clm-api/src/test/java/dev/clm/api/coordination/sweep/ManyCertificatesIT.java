package dev.clm.api.coordination.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.coordination.sweep.GeneratedCertificates.Plan;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * As many certificates as `-Dsweep.certificates` says, with `-Dsweep.faults` of every kind: all are found, none is invented.
 * With 1000000 and 500 it is the benchmark of the sweep: it prints its seconds beside counting the same rows, and beside two
 * sorted streams that `comm` compares. Timings are printed, never asserted.
 */
@Tag("X5")
class ManyCertificatesIT {
    private static final int CERTIFICATES = Integer.getInteger("sweep.certificates", 4_000);
    private static final int FAULTS = Integer.getInteger("sweep.faults", 5);
    private static final String COPIED =
            "copy (select %s, organization_id, common_name, certificate_type, status, not_before,"
                    + " not_after, owner_user_id, deleted_at is null from %s order by 1) to stdout";

    private final TestSweep sweep = new TestSweep(Duration.ofHours(1));
    private final GeneratedCertificates rows = new GeneratedCertificates(CERTIFICATES);

    @Test
    void everyPlantedFaultIsFoundAndNoneIsInvented() throws Exception {
        rows.insert();
        double healthy = seconds(sweep::run);
        assertThat(rows.found()).isZero();

        List<Plan> plans = rows.plans();
        for (int i = 0; i < plans.size(); i++) {
            rows.plant(plans.get(i), i, FAULTS);
        }
        GeneratedCertificates.analyze();
        double broken = seconds(sweep::run);

        for (int i = 0; i < plans.size(); i++) {
            assertThat(rows.found(plans.get(i), i, FAULTS))
                    .as(plans.get(i).toString())
                    .isEqualTo(FAULTS);
        }
        assertThat(rows.found()).isEqualTo((long) plans.size() * FAULTS);
        report(healthy, broken, plans.size());
    }

    private void report(double healthy, double broken, int kinds) throws Exception {
        double again = seconds(sweep::run);
        double counts = Math.min(counts(), counts());
        System.out.printf("%n%d certificates, %d faults of each of %d kinds%n", CERTIFICATES, FAULTS, kinds);
        line("select count(*) on both tables", counts, counts);
        line("sweep, nothing wrong", healthy, counts);
        line("sweep, faults seen for the first time", broken, counts);
        line("sweep, the same faults once more", again, counts);
        if (Files.isExecutable(Path.of("/usr/bin/psql"))) {
            line("two sorted COPY streams and comm", seconds(ManyCertificatesIT::sortedStreams), counts);
        }
        System.out.println("peak resident memory of this process, service and test included: " + peakMemory());
    }

    private static void line(String what, double seconds, double counts) {
        System.out.printf("%-40s %8.3f s %6.2f x the counts%n", what, seconds, seconds / counts);
    }

    private static double counts() {
        return seconds(() -> {
            Rows.countSecure("certificates");
            Rows.countCore("certificate_metadata");
        });
    }

    private static void sortedStreams() {
        String streams = "comm -3 <(psql -XAqtd clm_secure_db -c \"" + COPIED.formatted("id", "certificates")
                + "\") <(psql -XAqtd clm_core_db -c \"" + COPIED.formatted("certificate_id", "certificate_metadata")
                + "\") | wc -l";
        try {
            ProcessBuilder shell = new ProcessBuilder("bash", "-c", streams).redirectErrorStream(true);
            Properties server = new Properties();
            try (var reader =
                    Files.newBufferedReader(RunningService.shared().folder().resolve("embedded.env"))) {
                server.load(reader);
            }
            server.forEach((name, value) -> shell.environment().put((String) name, (String) value));
            shell.environment().putAll(Map.of("LC_ALL", "C"));
            Process process = shell.start();
            String lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(lines).isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static String peakMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.isReadable(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .map(line -> line.replaceAll("\\s+", " "))
                        .findFirst()
                        .orElse("unknown")
                : "unknown";
    }
}
