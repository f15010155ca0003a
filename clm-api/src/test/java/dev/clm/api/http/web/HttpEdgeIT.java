package dev.clm.api.http.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.RunningService;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HttpEdgeIT {
    private static final String PROBE = "/api/v1/probe";
    private final RunningService service = RunningService.shared();

    @Test
    void answersAreSnakeCaseWithUtcTimesAndExplicitNulls() {
        assertThat(service.get(PROBE).body())
                .contains("\"organization_id\":", "\"now\":\"2026-01-02T03:04:05.123Z\"", "\"nothing\":null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"common_nam\":\"a\"}|common_nam|unknown_field",
                "{\"names\":[{\"typ\":1}]}|names[0].typ|unknown_field",
                "{\"common_name\":1}|common_name|wrong_type",
                "{\"validity_days\":\"1\"}|validity_days|wrong_type",
                "{\"validity_days\":1.5}|validity_days|wrong_type",
                "{\"exportable\":\"yes\"}|exportable|wrong_type",
                "{\"names\":{}}|names|wrong_type",
                "{\"names\":[\"a\"]}|names[0]|wrong_type",
                "{\"owner_user_id\":\"x\"}|owner_user_id|wrong_type"
            })
    void wrongFieldIsNamed(String body, String field, String code) {
        HttpResponse<String> response = service.post(PROBE, body);

        JsonNode problem = problem(response, 422, "validation_failed");
        assertThat(problem.at("/errors/0/field").asString()).isEqualTo(field);
        assertThat(problem.at("/errors/0/code").asString()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "nonsense", "[]", "{} {}", "{\"a\":1,\"a\":2}", "\"x\"", "\u0000"})
    void whatIsNoJsonObjectIsUnreadable(String body) {
        problem(service.post(PROBE, body), 400, "unreadable_body");
    }

    @Test
    void wrongMethodSaysWhichAreAllowed() {
        HttpResponse<String> response = service.send(service.authorized(PROBE).DELETE());
        problem(response, 405, "method_not_allowed");
        assertThat(response.headers().firstValue("Allow").orElseThrow()).contains("GET", "POST");
    }

    @Test
    void unknownPathAndMalformedIdentifierAreNotFound() {
        problem(service.get("/api/v1/nothing-here"), 404, "not_found");
        problem(service.get(PROBE + "/no-uuid"), 404, "not_found");
    }

    @Test
    void parameterOfTheWrongTypeIsOutOfRange() {
        JsonNode problem =
                problem(service.get(PROBE + "/" + UUID.randomUUID() + "?limit=x"), 400, "parameter_out_of_range");
        assertThat(problem.at("/errors/0/field").asString()).isEqualTo("limit");
    }

    @Test
    void otherMediaTypesAreRefused() {
        problem(
                service.send(service.request(PROBE)
                        .header("Authorization", "Bearer " + service.apiKey())
                        .header("Content-Type", "application/xml")
                        .POST(BodyPublishers.ofString("<a/>"))),
                415,
                "unsupported_media_type");
        problem(service.send(service.authorized(PROBE).header("Accept", "text/html")), 406, "not_acceptable");
    }

    @Test
    void oversizedBodyIsRefusedWithAndWithoutALength() {
        byte[] tooLarge = new byte[BodyReader.MAX_BYTES + 1];
        problem(
                service.send(service.authorized(PROBE).POST(BodyPublishers.ofByteArray(tooLarge))),
                413,
                "body_too_large");
        problem(
                service.send(service.authorized(PROBE)
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLarge)))),
                413,
                "body_too_large");
    }

    @Test
    void unexpectedFailureHasNoDetail() {
        HttpResponse<String> response = service.get(PROBE + "/forbidden");
        assertThat(problem(response, 500, "internal").has("detail")).isFalse();
        assertThat(response.body()).doesNotContain("secret");
    }

    @Test
    void unavailableSaysWhenToTryAgain() {
        HttpResponse<String> response = service.get(PROBE + "/refused/UNAVAILABLE");
        problem(response, 503, "unavailable");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void everyAnswerCarriesItsRequestId() {
        HttpResponse<String> given = service.send(service.authorized(PROBE).header("X-Request-Id", "mine-1"));
        assertThat(given.headers().firstValue("X-Request-Id")).contains("mine-1");
        assertThat(given.body()).contains("\"request_id\":\"mine-1\"");

        HttpResponse<String> insane =
                service.send(service.authorized(PROBE + "/no").header("X-Request-Id", "a b<script>"));
        String made = insane.headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(UUID.fromString(made)).isNotNull();
        assertThat(problem(insane, 404, "not_found").get("request_id").asString())
                .isEqualTo(made);
    }

    @Test
    void bodyIsFingerprintedAsItCame() {
        String one = fingerprint("{}");
        assertThat(fingerprint("{}")).isEqualTo(one);
        assertThat(fingerprint("{ }")).isNotEqualTo(one);
    }

    private String fingerprint(String body) {
        return service.send(service.authorized(PROBE + "/fingerprint")
                        .header("Idempotency-Key", "k1")
                        .POST(BodyPublishers.ofString(body)))
                .body();
    }

    private static JsonNode problem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = JsonMapper.shared().readTree(response.body());
        assertThat(problem.get("code").asString()).isEqualTo(code);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("title").asString()).isNotEmpty();
        assertThat(problem.get("request_id").asString()).isNotEmpty();
        return problem;
    }
}
