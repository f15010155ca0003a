package dev.clm.api.crash;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Clients that ask for certificates until the service dies. */
final class Load {
    private static final int CLIENTS = 4;
    private static final int MOST_REQUESTS = 3_000;

    private Load() {}

    /** What was sent, each with the answer where there was one. */
    static Map<KeyedRequest, Optional<String>> untilDeath(IssuanceClient client, Supplier<KeyedRequest> requests)
            throws InterruptedException, ExecutionException {
        Map<KeyedRequest, Optional<String>> sent = new ConcurrentHashMap<>();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<? extends Future<?>> running = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> clients.submit(() -> work(client, requests, sent)))
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
            IssuanceClient client, Supplier<KeyedRequest> requests, Map<KeyedRequest, Optional<String>> sent) {
        Optional<String> answer;
        do {
            KeyedRequest request = requests.get();
            answer = client.issueUntilDeath(request);
            sent.put(request, answer);
        } while (answer.isPresent() && sent.size() < MOST_REQUESTS);
    }
}
