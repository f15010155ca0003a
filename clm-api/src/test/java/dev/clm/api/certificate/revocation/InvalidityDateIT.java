package dev.clm.api.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.RunningService;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Only a date that a CRL can carry (RFC 5280, 5.3.2) is taken. */
class InvalidityDateIT {
    private static final RunningService SERVICE = RunningService.shared();
    private static String id;

    @BeforeAll
    static void issue() {
        String body = """
                {"subject":{"common_name":"invalid.example.com"},"key":{"algorithm":"ECDSA"}}""";
        id = JsonMapper.shared()
                .readTree(SERVICE.post("/api/v1/certificates", body).body())
                .path("id")
                .asString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-999999999-01-01T00:00:00Z",
                "-4000-01-01T00:00:00Z",
                "0000-01-01T00:00:00Z",
                "1969-12-31T23:59:59Z",
                "2999-01-01T00:00:00Z",
                "+999999999-12-31T23:59:59Z"
            })
    void anyOtherIsRefusedByName(String date) {
        HttpResponse<String> answer =
                SERVICE.post("/api/v1/certificates/" + id + "/revoke", "{\"invalidity_date\":\"" + date + "\"}");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"field\":\"invalidity_date\"");
    }
}
