package dev.clm.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The calls that begin: one certificate whose key the service makes, and rotations. */
final class RotatingService {
    private static final int FIRST_FAILURE = 400;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String apiKey;

    RotatingService(int port, Path apiKeyFile) throws IOException {
        this.url = "http://127.0.0.1:" + port + "/api/v1/";
        this.apiKey = Files.readString(apiKeyFile).strip();
    }

    UUID issueWithKey() throws IOException, InterruptedException {
        return post("certificates", """
                {"subject":{"common_name":"template.bench.example"},"key":{"algorithm":"ECDSA","curve":"P-256"},
                 "subject_alternative_names":[{"type":"DNS","value":"template.bench.example"}],
                 "certificate_type":"server","validity_days":90}""");
    }

    /** @param type emergency, which nothing slows down, or manual */
    UUID rotate(UUID key, String type) throws IOException, InterruptedException {
        return post("encryption-keys/" + key + "/rotate", "{\"rotation_type\":\"" + type + "\"}");
    }

    private UUID post(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .header("Authorization", "Bearer " + apiKey)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() >= FIRST_FAILURE) {
            throw new IOException("the service answered " + answer.statusCode() + ": " + answer.body());
        }
        String location = answer.headers().firstValue("Location").orElseThrow();
        return UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
    }
}
