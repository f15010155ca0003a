package dev.clm.common.database;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorKind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Lets concurrent requests share a transaction: what arrives while one runs goes together into the next, so a lone request pays
 * nothing and runs its transaction itself. A failed batch is repeated member by member, which keeps a bad member's failure to itself,
 * and whoever has to wait for a lock waits beside the others (docs/ISSUANCE.md, "Group commit").
 * The use case that batches owns it for as long as it lives; any thread may submit, with no transaction open, and waits. Nothing is
 * to be closed: a queue ends when it is empty, and where the executor has ended, callers run what is queued themselves.
 *
 * @param <G> what a batch has in common (a tenant: row-level security allows one a transaction)
 */
public final class GroupCommit<G, I, O> {
    /** Who has waited so long is not tried again. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** Stores the items in one transaction and answers one outcome each, in order. All or nothing when it throws. */
    @FunctionalInterface
    public interface Batch<G, I, O> {
        List<O> run(G group, List<I> items);
    }

    private enum Lane {
        TOGETHER,
        /** One by one: one of them made the transaction fail that they shared. */
        APART,
        /** For a lock that others hold for long. */
        WAITING
    }

    private final Batch<G, I, O> batch;
    private final Optional<Batch<G, I, O>> patient;
    private final Executor executor;
    private final int maximumBatch;
    private final Map<Queue<G>, Deque<Member<I, O>>> queues = new HashMap<>();

    public GroupCommit(Executor executor, int maximumBatch, Batch<G, I, O> batch) {
        this(executor, maximumBatch, batch, Optional.empty());
    }

    /** `batch` gives up soon where a lock is not to be had; who needs that lock is then stored by `patient`, which waits for it. */
    public GroupCommit(Executor executor, int maximumBatch, Batch<G, I, O> batch, Batch<G, I, O> patient) {
        this(executor, maximumBatch, batch, Optional.of(patient));
    }

    private GroupCommit(Executor executor, int maximumBatch, Batch<G, I, O> batch, Optional<Batch<G, I, O>> patient) {
        this.executor = executor;
        this.maximumBatch = maximumBatch;
        this.batch = batch;
        this.patient = patient;
    }

    /** Waits for the item's transaction and answers its outcome, or throws what its own transaction threw. */
    public O submit(G group, I item) {
        Member<I, O> member = new Member<>(item);
        Queue<G> queue = new Queue<>(group, Lane.TOGETHER);
        if (add(queue, List.of(member))) {
            run(queue, take(queue));
            handOver(queue);
        }
        return await(member.outcome);
    }

    /** Answers whether nobody is at work there: then the caller is to begin. */
    private boolean add(Queue<G> queue, List<Member<I, O>> members) {
        synchronized (queues) {
            boolean idle = !queues.containsKey(queue);
            queues.computeIfAbsent(queue, any -> new ArrayDeque<>()).addAll(members);
            return idle;
        }
    }

    /** Whoever found nobody at work has done its own batch; what came meanwhile is not to delay its answer. */
    private void handOver(Queue<G> queue) {
        synchronized (queues) {
            if (queues.get(queue).isEmpty()) {
                queues.remove(queue);
                return;
            }
        }
        start(queue);
    }

    /** How many of a group wait for their batch to begin. */
    int waiting(G group) {
        synchronized (queues) {
            return queues.getOrDefault(new Queue<>(group, Lane.TOGETHER), new ArrayDeque<>())
                    .size();
        }
    }

    private void start(Queue<G> queue) {
        try {
            executor.execute(() -> drain(queue));
        } catch (RuntimeException | Error noThread) {
            // Shutting down, or out of threads: a queue that nobody drains would hold its members for good.
            drain(queue);
        }
    }

    private void drain(Queue<G> queue) {
        for (List<Member<I, O>> next = take(queue); !next.isEmpty(); next = take(queue)) {
            run(queue, next);
        }
    }

    private List<Member<I, O>> take(Queue<G> queue) {
        int most = queue.lane() == Lane.APART ? 1 : maximumBatch;
        synchronized (queues) {
            Deque<Member<I, O>> waiting = queues.get(queue);
            List<Member<I, O>> taken = new ArrayList<>();
            while (taken.size() < most && !waiting.isEmpty()) {
                taken.add(waiting.poll());
            }
            if (taken.isEmpty()) {
                queues.remove(queue);
            }
            return taken;
        }
    }

    private void run(Queue<G> queue, List<Member<I, O>> taken) {
        List<Member<I, O>> members =
                taken.stream().filter(member -> !member.hasGivenUp()).toList();
        if (members.isEmpty()) {
            return;
        }
        try {
            List<O> outcomes = (queue.lane() == Lane.WAITING ? patient.orElseThrow() : batch)
                    .run(
                            queue.group(),
                            members.stream().map(member -> member.item).toList());
            for (int i = 0; i < members.size(); i++) {
                members.get(i).outcome.complete(outcomes.get(i));
            }
        } catch (RuntimeException | Error failure) {
            members.forEach(member -> member.failure = failure);
            next(queue.lane(), members.size(), failure)
                    .ifPresentOrElse(
                            lane -> again(new Queue<>(queue.group(), lane), members),
                            () -> members.forEach(Member::fail));
        }
    }

    private void again(Queue<G> queue, List<Member<I, O>> members) {
        if (add(queue, members)) {
            start(queue);
        }
    }

    /** Where members whose transaction failed are tried again. */
    private Optional<Lane> next(Lane lane, int members, Throwable failure) {
        if (members > 1) {
            return isOneMembers(failure) && !(lane == Lane.WAITING && SqlState.isContention(failure))
                    ? Optional.of(Lane.APART)
                    : Optional.empty();
        }
        return lane != Lane.WAITING && patient.isPresent() && SqlState.isLockTimeout(failure)
                ? Optional.of(Lane.WAITING)
                : Optional.empty();
    }

    /** A database that is away stays away for the next member too, and each would wait for its own time-out. */
    private static boolean isOneMembers(Throwable failure) {
        return failure instanceof RuntimeException
                && (SqlState.isContention(failure)
                        || !(failure instanceof ClmException known && known.kind() == ErrorKind.UNAVAILABLE));
    }

    private static <O> O await(CompletableFuture<O> outcome) {
        try {
            return outcome.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    private record Queue<G>(G group, Lane lane) {}

    private static final class Member<I, O> {
        private final I item;
        private final CompletableFuture<O> outcome = new CompletableFuture<>();
        private final long since = System.nanoTime();
        /** Of its last transaction. */
        private Throwable failure;

        Member(I item) {
            this.item = item;
        }

        boolean hasGivenUp() {
            boolean overdue = failure != null && System.nanoTime() - since > LONGEST.toNanos();
            if (overdue) {
                fail();
            }
            return overdue;
        }

        void fail() {
            outcome.completeExceptionally(failure);
        }
    }
}
