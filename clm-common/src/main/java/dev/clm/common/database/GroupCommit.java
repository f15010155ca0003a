package dev.clm.common.database;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Lets concurrent requests share a transaction: what arrives while one runs goes together into the next, so a lone request pays
 * nothing and runs its transaction itself. A failed batch is repeated member by member, which keeps a bad member's failure to itself.
 * The use case that batches owns it for as long as it lives; any thread may submit, with no transaction open, and waits. Nothing is
 * to be closed: a group's queue ends when it is empty, and where the executor has ended, callers run what is queued themselves.
 *
 * @param <G> what a batch has in common (a tenant: row-level security allows one a transaction)
 */
public final class GroupCommit<G, I, O> {

    /** Stores the items in one transaction and answers one outcome each, in order. All or nothing when it throws. */
    @FunctionalInterface
    public interface Batch<G, I, O> {
        List<O> run(G group, List<I> items);
    }

    private final Batch<G, I, O> batch;
    private final Executor executor;
    private final int maximumBatch;
    private final Map<G, Deque<Waiting<I, O>>> queues = new HashMap<>();

    public GroupCommit(Executor executor, int maximumBatch, Batch<G, I, O> batch) {
        this.executor = executor;
        this.maximumBatch = maximumBatch;
        this.batch = batch;
    }

    /** Waits for the item's transaction and answers its outcome, or throws what its own transaction threw. */
    public O submit(G group, I item) {
        Waiting<I, O> waiting = new Waiting<>(item, new CompletableFuture<>());
        boolean idle;
        synchronized (queues) {
            Deque<Waiting<I, O>> queue = queues.get(group);
            idle = queue == null;
            if (idle) {
                queue = new ArrayDeque<>();
                queues.put(group, queue);
            }
            queue.add(waiting);
        }
        if (idle) {
            run(group, take(group));
            handOver(group);
        }
        return await(waiting.outcome());
    }

    /** Whoever found nobody at work has done its own batch; what came meanwhile is not to delay its answer. */
    private void handOver(G group) {
        synchronized (queues) {
            if (queues.get(group).isEmpty()) {
                queues.remove(group);
                return;
            }
        }
        start(group);
    }

    /** How many of a group wait for their batch to begin. */
    int waiting(G group) {
        synchronized (queues) {
            return queues.containsKey(group) ? queues.get(group).size() : 0;
        }
    }

    private void start(G group) {
        try {
            executor.execute(() -> drain(group));
        } catch (RuntimeException | Error noThread) {
            // Shutting down, or out of threads: a queue that nobody drains would hold its members for good.
            drain(group);
        }
    }

    private void drain(G group) {
        for (List<Waiting<I, O>> next = take(group); !next.isEmpty(); next = take(group)) {
            run(group, next);
        }
    }

    private List<Waiting<I, O>> take(G group) {
        synchronized (queues) {
            Deque<Waiting<I, O>> queue = queues.get(group);
            List<Waiting<I, O>> taken = new ArrayList<>();
            while (taken.size() < maximumBatch && !queue.isEmpty()) {
                taken.add(queue.poll());
            }
            if (taken.isEmpty()) {
                queues.remove(group);
            }
            return taken;
        }
    }

    private void run(G group, List<Waiting<I, O>> members) {
        try {
            List<O> outcomes =
                    batch.run(group, members.stream().map(Waiting::item).toList());
            for (int i = 0; i < members.size(); i++) {
                members.get(i).outcome().complete(outcomes.get(i));
            }
        } catch (RuntimeException | Error failure) {
            if (members.size() == 1 || !worthRepeating(failure)) {
                members.forEach(member -> member.outcome().completeExceptionally(failure));
            } else {
                members.forEach(member -> run(group, List.of(member)));
            }
        }
    }

    /** A database that is away stays away for the next member too, and each would wait for its own time-out. */
    private static boolean worthRepeating(Throwable failure) {
        return failure instanceof RuntimeException
                && !(failure instanceof ClmException known && known.kind() == ErrorKind.UNAVAILABLE);
    }

    private static <O> O await(CompletableFuture<O> outcome) {
        try {
            return outcome.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    private record Waiting<I, O>(I item, CompletableFuture<O> outcome) {}
}
