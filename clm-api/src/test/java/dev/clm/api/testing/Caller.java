package dev.clm.api.testing;

import dev.clm.core.identity.administrator.CreatedAdministrator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** A client of the REST API with an API key of its own. A body is a JSON text, or what Jackson makes one of. */
public final class Caller {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    private final RunningService service;
    private final CreatedAdministrator user;

    Caller(RunningService service, CreatedAdministrator user) {
        this.service = service;
        this.user = user;
    }

    public UUID userId() {
        return user.userId();
    }

    public UUID organizationId() {
        return user.organizationId().value();
    }

    public Answer get(String path) {
        return send(request(path).GET(), "");
    }

    public Answer get(String path, String accept) {
        return send(request(path).header("Accept", accept).GET(), "");
    }

    public Answer post(String path, Object body) {
        return send(request(path), "POST", body);
    }

    public Answer post(String path, Object body, String idempotencyKey) {
        return send(request(path).header("Idempotency-Key", idempotencyKey), "POST", body);
    }

    public Answer patch(String path, Object body) {
        return send(request(path), "PATCH", body);
    }

    /** With the condition that what is there still has this entity tag. */
    public Answer patchIf(String tag, String path, Object body) {
        return send(request(path).header("If-Match", tag), "PATCH", body);
    }

    public Answer deleteIf(String tag, String path) {
        return send(request(path).header("If-Match", tag).DELETE(), "");
    }

    public Answer delete(String path) {
        return send(request(path).DELETE(), "");
    }

    /** Lets another client speak for this caller. */
    public void authorize(HttpRequest.Builder request) {
        request.header("Authorization", "Bearer " + user.apiKey().reveal());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                .header("Content-Type", "application/json");
        authorize(request);
        return request;
    }

    private static Answer send(HttpRequest.Builder request, String method, Object body) {
        String text = body instanceof String given ? given : JSON.writeValueAsString(body);
        return send(request.method(method, BodyPublishers.ofString(text)), text);
    }

    /** Whatever is sent and answered has to be as the API is described. */
    private static Answer send(HttpRequest.Builder builder, String body) {
        try {
            HttpRequest request = builder.build();
            HttpResponse<byte[]> response = HTTP.send(request, BodyHandlers.ofByteArray());
            Answer answer = new Answer(response.statusCode(), response.headers(), response.body());
            ApiDescription.published().check(request, body, answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
