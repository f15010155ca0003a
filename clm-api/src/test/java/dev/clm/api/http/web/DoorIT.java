package dev.clm.api.http.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** Only what is documented is taken, and what is given is what was asked for. */
@Tag("D1")
class DoorIT {
    private static final String CERTIFICATES = "/api/v1/certificates";
    private final RunningService service = RunningService.shared();

    @Test
    @Tag("B.1")
    void noMediaTypeThatSomeConverterKnowsIsTakenBesidesJson() {
        Set<String> tried = new TreeSet<>(List.of(
                "application/yaml",
                "application/xml",
                "application/cbor",
                "text/plain",
                "application/merge-patch+json"));
        for (HttpMessageConverter<?> converter :
                service.context().getBean(RequestMappingHandlerAdapter.class).getMessageConverters()) {
            converter.getSupportedMediaTypes().stream()
                    .filter(MediaType::isConcrete)
                    .map(type -> type.getType() + "/" + type.getSubtype())
                    .forEach(tried::add);
        }
        tried.remove("application/json");
        for (String type : tried) {
            HttpResponse<String> answer = service.send(service.request(CERTIFICATES)
                    .header("Authorization", "Bearer " + service.apiKey())
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofString("subject: {common_name: a.example}\nbogus: 1")));
            assertThat(answer.statusCode()).as(type).isEqualTo(415);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/yaml", "application/xml", "application/cbor", "application/problem+json"})
    @Tag("B.1")
    void anAnswerThatMustBeOtherThanJsonIsRefused(String type) {
        HttpResponse<String> answer =
                service.send(service.authorized(CERTIFICATES + "?limit=1").header("Accept", type));
        assertThat(answer.statusCode()).isEqualTo(406);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({
        "certificates?statuss=revoked, statuss, unknown_parameter",
        "certificates?status=active&status=revoked, status, repeated",
        "certificates?status=, status, empty",
        "certificates/019e0000-0000-7000-8000-000000000000?x=1, x, unknown_parameter",
        "policies?limitt=1, limitt, unknown_parameter",
        "users?limit=1&limit=2, limit, repeated",
        "key-rotations?dry_run=true, dry_run, unknown_parameter",
        "integrity/findings?sate=open, sate, unknown_parameter"
    })
    @Tag("B.2")
    @Tag("B.4")
    void aParameterThatIsUnknownRepeatedOrEmptyIsNamed(String path, String name, String code) {
        HttpResponse<String> answer = service.get("/api/v1/" + path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"" + name + "\"", "\"code\":\"" + code + "\"");
    }

    @Test
    @Tag("B.4")
    void anEmptyDryRunDeletesNothing() {
        Tenant tenant = Tenant.create();
        String id = tenant.issue("kept.example").toString();
        String path = CERTIFICATES + "/" + id;
        assertThat(tenant.administrator().delete(path + "?dry_run=").status()).isEqualTo(400);
        assertThat(tenant.administrator().get(path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "1e-400"})
    @Tag("B.4")
    void aNumberThatCannotBeKeptIsRefused(String number) {
        HttpResponse<String> answer = service.post(
                "/api/v1/workflows",
                "{\"workflow_name\":\"n\",\"workflow_code\":\"n\",\"workflow_type\":\"import\","
                        + "\"workflow_definition\":{\"steps\":[{\"name\":\"a\",\"limit\":" + number + "}]}}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains("workflow_definition");
    }

    @Test
    @Tag("B.5")
    void theBareAddressLeadsToTheDescription() {
        HttpResponse<String> answer = service.send(service.request("/").header("Accept", "text/html,*/*;q=0.8"));
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/swagger-ui/index.html");
        assertThat(service.send(service.request("/swagger-ui/index.html")).statusCode())
                .isEqualTo(200);
        assertThat(service.send(service.request("/v3/api-docs.yaml")).statusCode())
                .isEqualTo(200);
    }

    @Test
    @Tag("B.5")
    void whatIsLargeIsCompressedForWhoeverTakesIt() {
        HttpResponse<String> plain = service.send(service.request("/v3/api-docs"));
        HttpResponse<String> packed =
                service.send(service.request("/v3/api-docs").header("Accept-Encoding", "gzip"));
        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(packed.body().length()).isLessThan(plain.body().length() / 2);
    }

    @Test
    @Tag("B.5")
    void whatTheServerRefusesByItselfHasARequestIdToo() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", service.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write("TRACE /api/v1/probe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 405").contains("X-Request-Id: ", "\"request_id\":\"");
        }
    }
}
