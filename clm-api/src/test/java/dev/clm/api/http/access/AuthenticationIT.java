package dev.clm.api.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.RunningService;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationIT {
    private static final String PROBE = "/api/v1/probe";
    private final RunningService service = RunningService.shared();

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer nonsense", "Basic YTpi", "Bearer clm_00000000_x"})
    void whatIsNoKeyIsUnauthenticated(String authorization) {
        assertUnauthenticated(service.request(PROBE).header("Authorization", authorization));
    }

    @Test
    void missingCredentialIsUnauthenticatedOnKnownAndUnknownPathsAlike() {
        assertUnauthenticated(service.request(PROBE));
        assertUnauthenticated(service.request("/api/v1/unknown"));
        assertUnauthenticated(service.request("/actuator/prometheus"));
        assertUnauthenticated(service.request("/"));
        assertUnauthenticated(service.request("/error"));
    }

    @Test
    void wellFormedKeyThatNobodyHasIsUnauthenticated() {
        String key = service.apiKey();
        String other = key.substring(0, key.length() - 2) + (key.endsWith("AA") ? "BB" : "AA");
        assertUnauthenticated(service.request(PROBE).header("Authorization", "Bearer " + other));
    }

    @Test
    void keyOfTheFirstAdministratorActsForItsOrganization() {
        HttpResponse<String> response = service.get(PROBE);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"username\":\"admin\"");
        assertThat(service.send(service.authorized(PROBE).header("X-Organization", "default"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @Tag("S3")
    void organizationOfOthersIsForbidden() {
        assertThat(service.send(service.authorized(PROBE).header("X-Organization", "elsewhere"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void tokenForMetricsOpensMetricsAlone() {
        String token = "Bearer " + service.metricsToken();
        HttpResponse<String> metrics =
                service.send(service.request("/actuator/prometheus").header("Authorization", token));
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.body()).contains("clm_private_keys");

        for (String path :
                List.of(PROBE, "/api/v1/certificates", "/actuator", "/actuator/prometheus/", "/actuator/info")) {
            assertUnauthenticated(service.request(path).header("Authorization", token));
        }
        assertUnauthenticated(service.request("/actuator/prometheus")
                .header("Authorization", token.substring(0, token.length() - 1)));
        assertUnauthenticated(service.request("/actuator/prometheus").header("Authorization", token + "0"));
    }

    @Test
    void publicPathsIgnoreCredentials() {
        HttpRequest.Builder request =
                service.request("/actuator/health/liveness").header("Authorization", "Bearer nonsense");
        assertThat(service.send(request).statusCode()).isEqualTo(200);
        assertThat(service.send(service.request("/pki/nobody/ca.pem")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void noCookieIsSetAndNoOtherOriginIsLetIn() {
        HttpResponse<String> response =
                service.send(service.authorized(PROBE).header("Origin", "https://evil.example.com"));
        assertThat(response.headers().map())
                .doesNotContainKeys("set-cookie", "access-control-allow-origin", "server")
                .containsKeys("x-content-type-options", "content-security-policy", "cache-control");
    }

    private void assertUnauthenticated(HttpRequest.Builder request) {
        HttpResponse<String> response = service.send(request);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body()).contains("\"code\":\"unauthenticated\"");
    }
}
