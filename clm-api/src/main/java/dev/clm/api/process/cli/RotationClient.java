package dev.clm.api.process.cli;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The two calls of the REST API that a rotation from the command line needs. */
final class RotationClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(35);
    private static final int FIRST_FAILURE = 400;

    private final JsonMapper json = new JsonMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final String url;
    private final String apiKey;

    RotationClient(String url, String apiKey) {
        this.url = url;
        this.apiKey = apiKey;
    }

    JsonNode start(String keyId, String type, String reason) {
        String body = json.writeValueAsString(Map.of("rotation_type", type, "rotation_reason", reason));
        return send(request("/api/v1/encryption-keys/" + keyId + "/rotate")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(body)));
    }

    JsonNode read(String rotationId) {
        return send(request("/api/v1/key-rotations/" + rotationId));
    }

    private HttpRequest.Builder request(String path) {
        try {
            return HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(ANSWER)
                    .header("Authorization", "Bearer " + apiKey);
        } catch (IllegalArgumentException e) {
            throw ClmException.of(ErrorCode.NOT_FOUND, "there is no such encryption key, or no such address");
        }
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() >= FIRST_FAILURE) {
                throw ClmException.of(ErrorCode.STATE_CONFLICT, "refused: " + detail(response.body()));
            }
            return json.readTree(response.body());
        } catch (IOException e) {
            throw ClmException.of(ErrorCode.UNAVAILABLE, "the service at " + url + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ClmException.of(ErrorCode.UNAVAILABLE, "interrupted; the rotation goes on");
        }
    }

    private String detail(String problem) {
        JsonNode said = json.readTree(problem);
        return said.path("detail").asString(said.path("title").asString("no reason was given"));
    }
}
