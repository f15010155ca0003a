package dev.clm.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the service answered to one request. */
public record Answer(int status, HttpHeaders headers, byte[] body) {
    private static final JsonMapper JSON = new JsonMapper();

    /** This answer, if it has the status. */
    public Answer expect(int expected) {
        assertThat(status).as(text()).isEqualTo(expected);
        return this;
    }

    /** A refusal with this code, as `application/problem+json`. */
    public Answer expect(int expected, String code) {
        assertThat(expect(expected).text("code")).as(text()).isEqualTo(code);
        assertThat(header("Content-Type")).startsWith("application/problem+json");
        return this;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        return JSON.readTree(body);
    }

    public String text(String member) {
        return json().path(member).asString(null);
    }

    public UUID id() {
        return UUID.fromString(text("id"));
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** The fields that a refusal names. */
    public List<String> fields() {
        return json().path("errors")
                .valueStream()
                .map(error -> error.path("field").asString())
                .toList();
    }

    /** The codes that a refusal gives for them. */
    public List<String> faults() {
        return json().path("errors")
                .valueStream()
                .map(error -> error.path("code").asString())
                .toList();
    }

    /** The ids of a list's items. */
    public List<UUID> ids() {
        return json().path("items")
                .valueStream()
                .map(item -> UUID.fromString(item.path("id").asString()))
                .toList();
    }
}
