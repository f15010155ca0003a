package dev.clm.common.work;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs what computes for long (RSA keys, password hashes, keys from passphrases) on as many of the platform's threads as there are
 * processors. Callers wait for it, in turn; too many at once are refused without a wait. So a virtual thread gives its carrier back
 * meanwhile, and who only asks how the service is gets a processor. The context owns one; any thread may call, and no work another.
 */
public final class ProcessorWork implements AutoCloseable {
    /** For some seconds' work of the slowest kind. */
    private static final int WAITING = 64;

    private final ThreadPoolExecutor threads;

    public ProcessorWork() {
        this(Runtime.getRuntime().availableProcessors(), WAITING);
    }

    ProcessorWork(int processors, int waiting) {
        AtomicInteger started = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                processors, processors, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(waiting), work -> {
                    Thread thread = new Thread(work, "processor-work-" + started.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** What the work gives or throws. OVERLOADED where too much of it waits already. */
    public <R> R run(Supplier<R> work) {
        CompletableFuture<R> result;
        try {
            result = CompletableFuture.supplyAsync(work, threads);
        } catch (RejectedExecutionException full) {
            throw ClmException.of(
                    ErrorCode.OVERLOADED, "too much that takes long to compute is asked for at once", full);
        }
        try {
            return result.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException known) {
                throw known;
            }
            if (failure.getCause() instanceof Error error) {
                throw error;
            }
            throw failure;
        }
    }

    int waiting() {
        return threads.getQueue().size();
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
