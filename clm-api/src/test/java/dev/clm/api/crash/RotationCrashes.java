package dev.clm.api.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.migrations.local.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Crash after crash of one service, or of its PostgreSQL, while data keys are rotated again and again and certificates are
 * issued. What is at rest is checked after each, before anything repairs it. `-Dcrash.seed` repeats a run.
 */
final class RotationCrashes implements AutoCloseable {
    private static final int FIRST_KEYS = 60;
    private static final Duration RECOVERED = Duration.ofMinutes(3);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int LATEST_KILL_MILLIS = 3_000;
    private static final int MOST_BATCHES_BEFORE = 4;

    private final long seed = Long.getLong("crash.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AtomicInteger number = new AtomicInteger();
    private final CrashedService service;

    RotationCrashes() throws IOException {
        System.out.println("rotation crash test with -Dcrash.seed=" + seed);
        // Slow enough that a crash meets a rotation half-way, durable because the database crashes as well.
        service = new CrashedService(
                LocalPostgres.start(Files.createTempDirectory("clm-crash-postgres"), "crash test"),
                Map.of("CLM_ROTATION_ROWS_PER_SECOND", "100"));
        IntStream.range(0, FIRST_KEYS).forEach(i -> issue());
        service.kill();
    }

    /** Before and after each step of docs/KEY-ROTATION.md, and before the commits. */
    static List<String> points() {
        return Stream.concat(
                        IntStream.rangeClosed(1, 5)
                                .boxed()
                                .flatMap(step ->
                                        Stream.of("rotation." + step + ".before", "rotation." + step + ".after")),
                        Stream.of("rotation.3.within", "rotation.4.within"))
                .toList();
    }

    /** A point and how often it is passed before, or none: then the service is killed at a random moment. */
    String randomPoint() {
        int choice = random.nextInt(2 * points().size());
        if (choice >= points().size()) {
            return "";
        }
        String point = points().get(choice);
        return isInBatch(point) ? point + ":" + (1 + random.nextInt(MOST_BATCHES_BEFORE)) : point;
    }

    void killService(String point) {
        if (point.isEmpty()) {
            service.start();
            rotateIfIdle();
            CompletableFuture<Void> load = issueUntil();
            LockSupport.parkNanos(
                    Duration.ofMillis(random.nextInt(LATEST_KILL_MILLIS)).toNanos());
            service.kill();
            load.join();
        } else {
            service.startTowards(point);
            CompletableFuture<Void> load = issueUntil();
            await().atMost(LONGEST_WAIT).pollInterval(PAUSE).until(() -> {
                rotateIfIdle();
                return !service.isRunning();
            });
            service.awaitDeath();
            load.join();
        }
        service.restingKeys().requireAllTrue();
    }

    /** The service stays up, and has to find its way by itself. */
    void crashPostgres() {
        startWhereNotRunning();
        rotateIfIdle();
        LockSupport.parkNanos(
                Duration.ofMillis(random.nextInt(LATEST_KILL_MILLIS)).toNanos());
        service.restingKeys().crashServer();
        awaitRest();
    }

    /** Every rotation has come to its end without anyone asking, and everything is true. */
    void settle() {
        startWhereNotRunning();
        awaitRest();
        assertThat(service.restingKeys().completedRotations()).isPositive();
    }

    private void awaitRest() {
        await().atMost(RECOVERED)
                .pollInterval(PAUSE)
                .ignoreExceptionsInstanceOf(IllegalStateException.class)
                .until(() -> !service.restingKeys().isRotating());
        service.restingKeys().requireAllTrue();
    }

    private void startWhereNotRunning() {
        if (!service.isRunning()) {
            service.start();
        }
    }

    private static boolean isInBatch(String point) {
        return point.startsWith("rotation.2.") || point.startsWith("rotation.3.");
    }

    private void rotateIfIdle() {
        try {
            RestingKeys keys = service.restingKeys();
            if (!keys.isRotating()) {
                int status = service.client()
                        .post(
                                "/api/v1/encryption-keys/" + keys.activeKey() + "/rotate",
                                "rotation-" + number.incrementAndGet(),
                                "{\"rotation_type\":\"manual\",\"rotation_reason\":\"a crash test\"}")
                        .statusCode();
                assertThat(status).isIn(202, 409, 503);
            }
        } catch (IOException died) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** One client, until the service dies. */
    private CompletableFuture<Void> issueUntil() {
        return CompletableFuture.runAsync(() -> {
            boolean answered;
            do {
                answered = issue();
                LockSupport.parkNanos(PAUSE.toNanos());
            } while (answered);
        });
    }

    /** A certificate whose key the service makes. */
    private boolean issue() {
        KeyedRequest request = KeyedRequest.of(2 * number.incrementAndGet() + 1, service.issuer());
        return service.client().issueUntilDeath(request).isPresent();
    }

    @Override
    public void close() {
        System.out.println(service.restingKeys().completedRotations() + " rotations completed; seed " + seed);
        service.close();
    }
}
