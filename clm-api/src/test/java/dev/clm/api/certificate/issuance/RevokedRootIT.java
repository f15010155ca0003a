package dev.clm.api.certificate.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.RunningService;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Below a revoked authority no path validates (RFC 5280, 6.1), so nothing is issued there any more. */
class RevokedRootIT {
    private static final String REQUEST = """
            {"subject":{"common_name":"below.example.com"},"key":{"algorithm":"ECDSA"}%s}""";

    private final RunningService service = RunningService.shared();

    @Test
    void noAuthorityBelowItIssues() {
        String root = authority("revoked-root", "");
        String issuing = authority("below-revoked-root", ",\"issuer_id\":\"" + root + "\",\"path_length\":0");
        assertThat(service.post("/api/v1/certificates/" + root + "/revoke", "{}")
                        .statusCode())
                .isEqualTo(200);

        HttpResponse<String> named = issue(",\"issuer_id\":\"" + issuing + "\"");
        assertThat(named.statusCode()).isEqualTo(422);
        assertThat(named.body()).contains("\"field\":\"issuer_id\"").contains("not_in_force");

        HttpResponse<String> byDefault = issue("");
        assertThat(byDefault.statusCode()).isEqualTo(201);
        assertThat(read(byDefault).path("issuer_id").asString()).isNotEqualTo(issuing);
    }

    private HttpResponse<String> issue(String more) {
        return service.post("/api/v1/certificates", REQUEST.formatted(more));
    }

    private String authority(String name, String more) {
        String body = "{\"name\":\"" + name + "\",\"subject\":{\"common_name\":\"" + name + "\"}" + more + "}";
        return read(service.post("/api/v1/certificate-authorities", body))
                .path("id")
                .asString();
    }

    private static JsonNode read(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
