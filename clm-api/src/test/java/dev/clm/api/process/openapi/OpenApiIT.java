package dev.clm.api.process.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.RunningService;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiIT {
    private final RunningService service = RunningService.shared();

    @Test
    void descriptionIsPublicAndNamesTheCredentialAndTheProblem() {
        JsonNode api = description();
        assertThat(api.at("/components/securitySchemes/bearer/scheme").asString())
                .isEqualTo("bearer");
        assertThat(api.at("/components/schemas/Problem/properties").propertyNames())
                .contains("type", "title", "status", "detail", "code", "errors", "request_id");
    }

    @Test
    void browserPageAnswers() {
        HttpResponse<String> redirect = service.send(service.request("/swagger-ui"));
        assertThat(redirect.statusCode()).isEqualTo(302);
        HttpResponse<String> page = service.send(
                service.request(redirect.headers().firstValue("Location").orElseThrow()));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("swagger-ui");
    }

    @Test
    void everyDescribedOperationIsRouted() {
        description()
                .get("paths")
                .forEachEntry((path, item) -> item.propertyNames().forEach(method -> {
                    String concrete = path.replaceAll("\\{[^}]+}", "0");
                    String allowed = service.send(service.authorized(concrete)
                                    .method("OPTIONS", java.net.http.HttpRequest.BodyPublishers.noBody()))
                            .headers()
                            .firstValue("Allow")
                            .orElse("");
                    assertThat(allowed).as(method + " " + path).containsIgnoringCase(method);
                }));
    }

    private JsonNode description() {
        HttpResponse<String> response = service.send(service.request("/v3/api-docs"));
        assertThat(response.statusCode()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }
}
