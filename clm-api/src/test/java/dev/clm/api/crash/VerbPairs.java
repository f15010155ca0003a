package dev.clm.api.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Runs pairs of verbs, each in an organization of its own, several side by side where nothing is killed. */
final class VerbPairs implements AutoCloseable {
    private static final int AT_ONCE = 4;
    private static final Duration TAKEN = Duration.ofSeconds(8);
    /** So long the second verb runs before the first, which it may wait for, goes on. */
    private static final long ALONE_MILLIS = 700;

    /** Beyond idle_in_transaction_session_timeout, the lease of step 4, and the time for which a destroyed key stays loaded. */
    private static final Duration HANGS = Duration.ofSeconds(16);

    private static final int NO_ANSWER = 0;

    private final VerbInstances instances = new VerbInstances();
    private final ExecutorService pairs = Executors.newFixedThreadPool(AT_ONCE);
    private final ExecutorService verbs = Executors.newCachedThreadPool();
    private final ReentrantLock jobs = new ReentrantLock();
    private final AtomicInteger number = new AtomicInteger();
    private final Map<String, String> faults = new ConcurrentHashMap<>();
    private final Map<String, Integer> missed = new ConcurrentHashMap<>();

    VerbPairs() throws IOException {}

    /** Side by side. */
    void hold(List<VerbPair> all) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        all.forEach(pair -> running.add(pairs.submit(() -> run(pair))));
        for (Future<?> one : running) {
            one.get();
        }
    }

    /** One after the other. */
    void kill(List<VerbPair> all) {
        all.forEach(this::run);
    }

    /** What was wrong, by pair. */
    Map<String, String> faults() {
        return new TreeMap<>(faults);
    }

    /** Points that pairs did not come to, by how many. */
    Map<String, Integer> missed() {
        return new TreeMap<>(missed);
    }

    private void run(VerbPair pair) {
        if (pair.isForJobs()) {
            jobs.lock();
        }
        try {
            String told = meet(pair);
            System.out.println(number.incrementAndGet() + " " + pair + ": " + told);
        } catch (Exception | AssertionError fault) {
            faults.put(pair.toString(), String.valueOf(fault.getMessage()));
            System.out.println("FAULT " + pair + ": " + fault);
        } finally {
            if (pair.isForJobs()) {
                jobs.unlock();
            }
        }
    }

    private String meet(VerbPair pair) throws Exception {
        VerbTenant tenant = pair.state().prepare(instances, "pair-" + UUID.randomUUID());
        FailPoints points = instances.points();
        FailPoints.Order order = new FailPoints.Order(pair.point(), tenant.organization(), pair.action());
        Future<Integer> a;
        Future<Integer> b;
        points.give(order);
        try {
            makeDueWhere(pair, tenant);
            a = verbs.submit(() -> status(pair.first(), tenant, 0));
            if (pair.isInBackground()) {
                tenant.rows().letRowsGo();
            }
            int taker = taker(pair, order, a);
            b = verbs.submit(() -> status(pair.second(), tenant, 1 - taker));
            waitFor(b);
            if (pair.action() == FailPoints.Action.HANG) {
                LockSupport.parkNanos(HANGS.toNanos());
            }
        } finally {
            points.takeBack(order);
            tenant.rows().letRowsGo();
        }
        b.get();
        a.get();
        instances.startThoseThatEnded();
        requireAnswer(pair.first(), a.get(), pair.action() == FailPoints.Action.KILL);
        requireAnswer(pair.second(), b.get(), false);
        new VerbEnd(instances, tenant).require();
        return a.get() + " and " + b.get();
    }

    private static void makeDueWhere(VerbPair pair, VerbTenant tenant) throws Exception {
        if (pair.state().isDue()) {
            tenant.rows().makeDue();
        }
    }

    /** The instance that is at the point, or has died there; the first where none came to it. */
    private int taker(VerbPair pair, FailPoints.Order order, Future<Integer> first) {
        Optional<Long> taker =
                instances.points().awaitTaken(order, () -> !pair.isInBackground() && first.isDone(), TAKEN);
        if (taker.isEmpty()) {
            missed.merge(pair.state() + " " + pair.first() + " " + pair.point(), 1, Integer::sum);
            return 0;
        }
        int instance = instances.indexOf(taker.get());
        if (pair.action() == FailPoints.Action.KILL) {
            instances.awaitDeath(instance);
        }
        return instance;
    }

    private int status(KeyVerb verb, VerbTenant tenant, int instance) {
        try {
            return verb.run(tenant, instances, instance);
        } catch (UncheckedIOException died) {
            return NO_ANSWER;
        }
    }

    private static void waitFor(Future<Integer> answer) throws Exception {
        try {
            answer.get(ALONE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException waits) {
            // For what the first one holds; it is let go now.
        }
    }

    private static void requireAnswer(KeyVerb verb, int status, boolean mayDie) {
        assertThat(mayDie && status == NO_ANSWER
                        || status >= 200 && status < 300
                        || status >= 400 && status < 500
                        || status == 503)
                .as(verb + " was answered " + status)
                .isTrue();
    }

    @Override
    public void close() {
        pairs.shutdownNow();
        verbs.shutdownNow();
        instances.close();
    }
}
