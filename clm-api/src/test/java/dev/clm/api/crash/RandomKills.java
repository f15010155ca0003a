package dev.clm.api.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Kill -9 of the service at random moments, while clients issue, delete and restore certificates and psql deletes and
 * restores the policies they were issued under. `-Dcrash.seed` repeats a run's moments.
 */
final class RandomKills implements AutoCloseable {
    private static final int POLICIES = 5;
    private static final int SHORTEST_MILLIS = 300;
    private static final int SPREAD_MILLIS = 2_500;

    private final CrashedService service = new CrashedService();
    private final CascadeRows rows = new CascadeRows(service.rows());
    private final AtomicInteger number = new AtomicInteger();
    private final ConcurrentLinkedQueue<UUID> issued = new ConcurrentLinkedQueue<>();
    private final List<String> policies;
    private final Random random;

    RandomKills() throws IOException {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        System.out.println("random kills with -Dcrash.seed=" + seed);
        random = new Random(seed);
        policies = IntStream.range(0, POLICIES).mapToObj(i -> "crash-" + i).toList();
        policies.forEach(rows::insertPolicy);
    }

    void killOnce() throws InterruptedException {
        service.start();
        int before = issued.size();
        ExecutorService load = Executors.newCachedThreadPool();
        load.execute(this::issue);
        load.execute(this::issue);
        load.execute(this::deleteAndRestore);
        load.execute(this::deleteAndRestorePolicies);
        await().atMost(Duration.ofSeconds(60)).until(() -> issued.size() > before);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SHORTEST_MILLIS + random.nextInt(SPREAD_MILLIS)));
        service.kill();
        load.shutdownNow();
        assertThat(load.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    /** One relay run and one second look, then every row is compared. */
    void requireTruth() {
        service.start();
        rows.makeSecondLooksDue();
        await().atMost(Duration.ofSeconds(240))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(rows::requireNothingOpen);
        service.rows().requireEqualSides();
        rows.requireEqualMemory();
        rows.requireNoOrphanAndNoDoubleEffect();
        System.out.println(number + " certificates asked for, " + issued.size() + " answered");
        service.kill();
    }

    private void issue() {
        Optional<String> answer = Optional.of("");
        while (answer.isPresent() && !Thread.currentThread().isInterrupted()) {
            int n = number.incrementAndGet();
            KeyedRequest plain = KeyedRequest.of(n, service.issuer());
            String policy = policies.get(n % POLICIES);
            answer = service.client()
                    .postUntilDeath(
                            "/api/v1/certificates",
                            plain.key(),
                            plain.body().replaceFirst("\\{", "{\"policy_code\":\"" + policy + "\","));
            answer.flatMap(IssuanceClient::id).ifPresent(issued::add);
        }
    }

    private void deleteAndRestore() {
        boolean alive = true;
        while (alive && !Thread.currentThread().isInterrupted()) {
            UUID id = issued.peek();
            if (id == null) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                continue;
            }
            issued.remove(id);
            issued.add(id);
            alive = service.client().deleteUntilDeath("/api/v1/certificates/" + id)
                    && (id.hashCode() % 2 == 0
                            || service.client()
                                    .postUntilDeath(
                                            "/api/v1/certificates/" + id + "/restore", "r" + UUID.randomUUID(), "{}")
                                    .isPresent());
        }
    }

    private void deleteAndRestorePolicies() {
        for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
            rows.flipPolicy(policies.get(i % POLICIES));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30));
        }
    }

    @Override
    public void close() {
        service.close();
    }
}
