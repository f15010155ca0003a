package dev.clm.api.process.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.ApiDescription;
import dev.clm.api.testing.RunningService;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The description as it is served, as it is published in docs/openapi.json, and as others read it. */
class OpenApiIT {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final RunningService service = RunningService.shared();

    @Test
    void thePublishedFileIsWhatIsServed() throws IOException {
        String served = JSON.writeValueAsString(JSON.readTree(served("/v3/api-docs"))) + "\n";
        if (Boolean.getBoolean("openapi.write")) {
            Files.writeString(ApiDescription.FILE, served);
        }

        assertThat(Files.readString(ApiDescription.FILE))
                .as("docs/openapi.json; -Dopenapi.write=true writes it again")
                .isEqualTo(served);
    }

    @Test
    void theParserOfOthersFindsNothingToSay() {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        SwaggerParseResult result = new OpenAPIV3Parser().readContents(served("/v3/api-docs"), List.of(), options);

        assertThat(result.getMessages()).isEmpty();
        assertThat(result.getOpenAPI().getPaths()).isNotEmpty();
    }

    @Test
    void theDescriptionIsThereAsYamlToo() {
        assertThat(served("/v3/api-docs.yaml")).contains("operationId: issueCertificate");
    }

    @Test
    void everyOperationHasANameOfItsOwnInWords() {
        List<String> names = operations().map(ApiDescription.Operation::name).toList();

        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z]+([A-Z][a-z]+)+"));
        assertThat(names)
                .contains(
                        "issueCertificate",
                        "searchCertificates",
                        "readCertificate",
                        "revokeCertificate",
                        "exportPrivateKey",
                        "rotateEncryptionKey",
                        "changePolicy",
                        "listUsers");
    }

    @Test
    void everyBodyHasAnExample() {
        assertThat(operations().filter(operation -> operation.body().isObject()))
                .isNotEmpty()
                .allMatch(operation -> !operation.body().path("examples").isEmpty());
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
        operations().forEach(operation -> {
            String concrete = operation.path().replaceAll("\\{[^}]+}", "0");
            String allowed = service.send(service.authorized(concrete).method("OPTIONS", BodyPublishers.noBody()))
                    .headers()
                    .firstValue("Allow")
                    .orElse("");
            assertThat(allowed).as(operation.name()).containsIgnoringCase(operation.method());
        });
    }

    @Test
    void theCredentialAndTheProblemAreNamed() {
        JsonNode api = JSON.readTree(served("/v3/api-docs"));
        assertThat(api.at("/components/securitySchemes/bearer/scheme").asString())
                .isEqualTo("bearer");
        assertThat(api.at("/components/schemas/Problem/properties").propertyNames())
                .contains("type", "title", "status", "detail", "code", "errors", "request_id");
    }

    private static Stream<ApiDescription.Operation> operations() {
        return ApiDescription.published().operations();
    }

    private String served(String path) {
        HttpResponse<String> response = service.send(service.request(path));
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }
}
