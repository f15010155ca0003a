package dev.clm.api.coordination.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** `-Dsweep.traffic.seconds=600` for ten minutes of it. */
@Tag("X5")
class SweepDuringTrafficIT {
    private static final int CLIENTS = 4;
    private static final Tenant TENANT = Tenant.create();

    private final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.getLong("sweep.traffic.seconds", 10));
    private final AtomicLong certificates = new AtomicLong();

    /** Without any grace period, so that what traffic looks like to a sweep shows at once. */
    @Test
    void trafficIsNeverTakenForAFault() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                running.add(clients.submit(this::issueChangeAndDelete));
            }
            TestSweep sweep = new TestSweep(Duration.ZERO);
            int sweeps = 0;
            while (System.nanoTime() < end) {
                sweep.run();
                sweeps++;
                assertThat(found()).isEmpty();
            }
            for (Future<?> client : running) {
                client.get();
            }
            sweep.run();
            assertThat(found()).isEmpty();
            System.out.printf("%d sweeps during the life of %d certificates%n", sweeps + 1, certificates.get());
        } finally {
            clients.shutdownNow();
        }
    }

    private void issueChangeAndDelete() {
        while (System.nanoTime() < end) {
            UUID id = TENANT.issue("traffic.example");
            TENANT.administrator()
                    .patch(Tenant.path(id), Map.of("notes", "changed"))
                    .expect(200);
            TENANT.administrator().delete(Tenant.path(id)).expect(204);
            TENANT.administrator().post(Tenant.path(id) + "/restore", "").expect(200);
            TENANT.administrator()
                    .post(Tenant.path(id) + "/revoke", Map.of("reason", "superseded"))
                    .expect(200);
            certificates.incrementAndGet();
        }
    }

    private static List<String> found() {
        return Rows.core(
                String.class,
                "select reference || ' ' || kind || ' ' || row_id from integrity_findings where row_organization_id = ?",
                TENANT.administrator().organizationId());
    }
}
