package dev.clm.api.crash;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Clients that ask for certificates until the service dies. */
final class Load {
    private static final int CLIENTS = 4;
    private static final int MOST_REQUESTS = 3_000;

    private Load() {}

    /** What was sent, each with the answer where there was one. Each client waits for `pause` after each. */
    static Map<KeyedRequest, Optional<String>> untilDeath(
            IssuanceClient client, Supplier<KeyedRequest> requests, Duration pause)
            throws InterruptedException, ExecutionException {
        Map<KeyedRequest, Optional<String>> sent = new ConcurrentHashMap<>();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<? extends Future<?>> running = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> clients.submit(() -> work(client, requests, sent, pause)))
                    .toList();
            for (Future<?> worker : running) {
                worker.get();
            }
        } finally {
            clients.shutdownNow();
        }
        return sent;
    }

    private static void work(
            IssuanceClient client,
            Supplier<KeyedRequest> requests,
            Map<KeyedRequest, Optional<String>> sent,
            Duration pause) {
        Optional<String> answer;
        do {
            KeyedRequest request = requests.get();
            answer = client.issueUntilDeath(request);
            sent.put(request, answer);
            LockSupport.parkNanos(pause.toNanos());
        } while (answer.isPresent() && sent.size() < MOST_REQUESTS);
    }
}
