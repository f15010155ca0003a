package dev.clm.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The API as docs/openapi.json describes it. Every exchange of a {@link Caller} is held against it: what is answered must be
 * described, member by member, and what was taken must have been described as something that is.
 */
public final class ApiDescription {
    public static final Path FILE = Path.of("../docs/openapi.json");
    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode document;
    private final ObjectNode components;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
    private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();

    private ApiDescription(JsonNode document) {
        this.document = document;
        this.components = JSON.createObjectNode();
        components.set("schemas", document.at("/components/schemas").deepCopy());
        components.path("schemas").forEach(ApiDescription::close);
    }

    public static ApiDescription published() {
        return Published.DESCRIPTION;
    }

    /** One operation: how to reach it, and what is said of it. */
    public record Operation(String method, String path, JsonNode described) {
        public String name() {
            return described.path("operationId").asString();
        }

        /** The schema of its body, missing where it has none. */
        public JsonNode body() {
            return described.at("/requestBody/content/application~1json");
        }

        public boolean has(String parameter) {
            return described
                    .path("parameters")
                    .valueStream()
                    .anyMatch(p -> p.toString().contains('/' + parameter + '"'));
        }

        private boolean serves(String requested) {
            return Pattern.matches(path.replace(".", "\\.").replaceAll("\\{[^}]+}", "[^/]+"), requested);
        }
    }

    public Stream<Operation> operations() {
        return document.path("paths")
                .propertyStream()
                .flatMap(path -> path.getValue()
                        .propertyStream()
                        .map(method -> new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue())));
    }

    /** What a reference of the document points to, or the node itself. */
    public JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
    }

    void check(HttpRequest request, String body, Answer answer) {
        Optional<Operation> operation = operations()
                .filter(o -> o.method().equals(request.method())
                        && o.serves(request.uri().getPath()))
                .min(Comparator.comparing(o -> o.path().contains("{")));
        if (operation.isEmpty()) {
            return;
        }
        String where = request.method() + " " + operation.get().path() + " " + answer.status();
        JsonNode responses = operation.get().described().path("responses");
        String status = Integer.toString(answer.status());
        JsonNode response =
                resolved(responses.path(answer.status() >= 400 && !responses.has(status) ? "default" : status));
        assertThat(response.isObject())
                .as("a status that is described: " + where)
                .isTrue();
        checkHeaders(where, response, answer);
        checkContent(where, response, answer);
        // The what-if takes any request, and answers why it would be refused.
        boolean takesAnything = operation.get().name().equals("evaluateCertificateRequest");
        JsonNode described = operation.get().body().path("schema");
        if (answer.status() < 300 && !body.isEmpty() && described.isObject() && !takesAnything) {
            assertThat(faults(described, JSON.readTree(body)))
                    .as("what was taken: " + where)
                    .isEmpty();
        }
    }

    private void checkHeaders(String where, JsonNode response, Answer answer) {
        response.path("headers")
                .propertyStream()
                .filter(header -> resolved(header.getValue()).path("required").asBoolean(false))
                .forEach(header -> assertThat(answer.header(header.getKey()))
                        .as("the header " + header.getKey() + " that is described: " + where)
                        .isNotEmpty());
        for (String name : List.of("Location", "ETag", "Retry-After", "Content-Disposition")) {
            if (!answer.header(name).isEmpty()) {
                assertThat(response.path("headers").has(name))
                        .as("the header " + name + " that is sent is described: " + where)
                        .isTrue();
            }
        }
    }

    private void checkContent(String where, JsonNode response, Answer answer) {
        String type = answer.header("Content-Type").replaceFirst(";.*", "");
        if (answer.body().length == 0) {
            assertThat(response.has("content")).as("content: " + where).isFalse();
            return;
        }
        JsonNode content = response.path("content").path(type);
        assertThat(content.isObject()).as(type + " that is described: " + where).isTrue();
        if (type.endsWith("json")) {
            assertThat(faults(content.path("schema"), answer.json()))
                    .as("what was answered: " + where)
                    .isEmpty();
        }
    }

    /** Why a value is not what a schema of the document describes. */
    public List<Error> faults(JsonNode described, JsonNode value) {
        return schemas.computeIfAbsent(described, this::compiled).validate(value);
    }

    private Schema compiled(JsonNode described) {
        ObjectNode schema = ((ObjectNode) described).deepCopy();
        schema.set("components", components);
        return registry.getSchema(schema);
    }

    /** The document leaves room for members to come; the service that it describes has no others. */
    private static void close(JsonNode schema) {
        if (schema.has("properties") && !schema.has("additionalProperties")) {
            ((ObjectNode) schema).put("additionalProperties", false);
        }
    }

    private static final class Published {
        static final ApiDescription DESCRIPTION = read();

        private static ApiDescription read() {
            try {
                return new ApiDescription(JSON.readTree(Files.readAllBytes(FILE)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
