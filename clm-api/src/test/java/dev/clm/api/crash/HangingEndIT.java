package dev.clm.api.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A service that is told to stop while its databases hang ends by itself, before a supervisor would kill it. */
@Tag("M3")
class HangingEndIT {
    /** Kubernetes' terminationGracePeriodSeconds, when nobody sets it. */
    private static final long GRACE_SECONDS = 30;

    @Test
    void whoWaitsForAHangingDatabaseIsAnsweredAndTheProcessEndsInTime() throws Exception {
        try (CrashedService service = new CrashedService()) {
            service.start();
            KeyedRequest request = KeyedRequest.of(0, service.issuer());
            IssuanceClient client = service.client();
            ProcessHandle server = server(service);
            signal(server, "STOP");
            try {
                CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(() -> status(client, request));
                await().during(Duration.ofSeconds(1)).until(() -> !answer.isDone());
                assertThat(service.process().endWithin(GRACE_SECONDS)).isTrue();
                assertThat(answer.get(1, TimeUnit.SECONDS)).isEqualTo(503);
            } finally {
                signal(server, "CONT");
            }
        }
    }

    private static int status(IssuanceClient client, KeyedRequest request) {
        try {
            return client.post("/api/v1/certificates", request.key(), request.body())
                    .statusCode();
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        }
    }

    private static ProcessHandle server(CrashedService service) throws Exception {
        try (Connection connection = service.superuser().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return ProcessHandle.of(row.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow();
        }
    }

    private static void signal(ProcessHandle server, String signal) throws Exception {
        String pids = Stream.concat(Stream.of(server), server.descendants())
                .map(process -> Long.toString(process.pid()))
                .collect(Collectors.joining(" "));
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pids).start().waitFor();
    }
}
