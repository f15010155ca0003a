package dev.clm.api.process.startup;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The result of work on another thread, or its own failure as if it had happened on this one. */
final class FutureResult {
    private FutureResult() {}

    static <R> R result(CompletableFuture<R> work) {
        try {
            return work.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof Error error) {
                throw error;
            }
            throw failure.getCause() instanceof RuntimeException known ? known : failure;
        }
    }
}
