package dev.clm.api.crash;

import dev.clm.api.testing.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;

/** One API key, used at either of two instances. What they cannot answer is an {@link UncheckedIOException}. */
record VerbClient(VerbInstances instances, String apiKey) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int INTERNAL = 500;

    Answer get(int instance, String path) {
        return send(instance, path, HttpRequest.Builder::GET);
    }

    Answer delete(int instance, String path) {
        return send(instance, path, HttpRequest.Builder::DELETE);
    }

    Answer post(int instance, String path, Object body) {
        String json = body instanceof String text ? text : JSON.writeValueAsString(body);
        return send(instance, path, builder -> builder.POST(BodyPublishers.ofString(json)));
    }

    private Answer send(int instance, String path, UnaryOperator<HttpRequest.Builder> method) {
        HttpRequest request = method.apply(HttpRequest.newBuilder(URI.create(instances.url(instance) + path))
                        .timeout(LIMIT)
                        .header("Authorization", "Bearer " + apiKey)
                        .header("Content-Type", "application/json"))
                .build();
        try {
            HttpResponse<byte[]> response = HTTP.send(request, BodyHandlers.ofByteArray());
            Answer answer = new Answer(response.statusCode(), response.headers(), response.body());
            if (answer.status() == INTERNAL) {
                System.out.println(path + " was answered " + answer.text());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
