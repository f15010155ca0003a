package dev.clm.api.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client of one service process. */
final class IssuanceClient {
    private static final Duration NO_ANSWER = Duration.ofSeconds(30);
    private static final int MOMENT_IN_TRIES = 50;
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final long PAUSE = Duration.ofMillis(100).toNanos();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final String apiKey;

    IssuanceClient(String url, String apiKey) {
        this.url = url;
        this.apiKey = apiKey;
    }

    /** What an answer is about. */
    static Optional<UUID> id(String answer) {
        Matcher id = ID.matcher(answer);
        return id.find() ? Optional.of(UUID.fromString(id.group(1))) : Optional.empty();
    }

    /** The answer, which must be 201; empty where the process died over it. */
    Optional<String> issueUntilDeath(KeyedRequest request) {
        try {
            return Optional.of(created(request, send(request)));
        } catch (IOException died) {
            return Optional.empty();
        }
    }

    /** The answer, which must be 201 at once, or after a moment of 409. */
    String issue(KeyedRequest request) throws IOException {
        HttpResponse<String> response = send(request);
        for (int i = 0; response.statusCode() == 409 && i < MOMENT_IN_TRIES; i++) {
            LockSupport.parkNanos(PAUSE);
            response = send(request);
        }
        return created(request, response);
    }

    /** Any answer; empty where the process died over it. */
    Optional<String> postUntilDeath(String path, String key, String body) {
        try {
            return Optional.of(post(path, key, body).body());
        } catch (IOException died) {
            return Optional.empty();
        }
    }

    /** Answers whether the process lived on. */
    boolean deleteUntilDeath(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(NO_ANSWER)
                .header("Authorization", "Bearer " + apiKey)
                .DELETE()
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() > 0;
        } catch (IOException died) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> post(String path, String key, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(NO_ANSWER)
                .header("Authorization", "Bearer " + apiKey)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> send(KeyedRequest request) throws IOException {
        return post("/api/v1/certificates", request.key(), request.body());
    }

    private static String created(KeyedRequest request, HttpResponse<String> response) {
        assertThat(response.statusCode())
                .as(request.key() + ": " + response.body())
                .isEqualTo(201);
        return response.body();
    }
}
