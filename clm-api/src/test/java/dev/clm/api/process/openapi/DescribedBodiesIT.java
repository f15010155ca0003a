package dev.clm.api.process.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.ApiDescription;
import dev.clm.api.testing.ApiDescription.Operation;
import dev.clm.api.testing.Tenant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the description says of bodies is what the readers of bodies do. Every call is held against its schemas besides. */
class DescribedBodiesIT {
    private static final ApiDescription API = ApiDescription.published();

    @TestFactory
    Stream<DynamicTest> everyExampleIsTaken() {
        return withBody()
                .flatMap(operation -> operation
                        .body()
                        .path("examples")
                        .propertyStream()
                        .map(example -> DynamicTest.dynamicTest(operation.name() + ": " + example.getKey(), () -> {
                            try (Subject subject = Subject.of(operation)) {
                                JsonNode body = example.getValue().path("value");
                                assertThat(API.faults(operation.body().path("schema"), body))
                                        .isEmpty();
                                Answer answer = operation.has("Idempotency-Key")
                                        ? twice(subject, operation, body)
                                        : send(subject, operation, body);
                                assertThat(answer.status()).as(answer.text()).isBetween(200, 202);
                            }
                        })));
    }

    @TestFactory
    Stream<DynamicTest> whatIsRequiredIsAskedForAndNothingElse() {
        return withBody()
                .map(operation -> DynamicTest.dynamicTest(operation.name(), () -> {
                    try (Subject subject = Subject.of(operation)) {
                        JsonNode schema = schema(operation);
                        List<String> required = schema.path("required")
                                .valueStream()
                                .map(JsonNode::asString)
                                .toList();
                        for (Map.Entry<String, JsonNode> member :
                                fullest(operation).properties()) {
                            ObjectNode body = fullest(operation);
                            body.remove(member.getKey());
                            Answer answer = send(subject, operation, body);
                            assertThat(isMissed(answer, member.getKey()))
                                    .as("without " + member.getKey() + ": " + answer.text())
                                    .isEqualTo(required.contains(member.getKey()));
                        }
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> theValuesOfAnEnumAreThoseThatAreTaken() {
        return withBody()
                .map(operation -> DynamicTest.dynamicTest(operation.name(), () -> {
                    try (Subject subject = Subject.of(operation)) {
                        for (Map.Entry<String, JsonNode> member :
                                schema(operation).path("properties").properties()) {
                            JsonNode values = member.getValue().path("enum");
                            for (JsonNode value : values) {
                                Answer answer = send(
                                        subject, operation, fullest(operation).set(member.getKey(), value));
                                assertThat(faulty(answer))
                                        .as(value + ": " + answer.text())
                                        .doesNotContain(member.getKey());
                            }
                            if (!values.isEmpty()) {
                                Answer refused = send(
                                        subject, operation, fullest(operation).put(member.getKey(), "none of them"));
                                assertThat(faulty(refused)).as(refused.text()).contains(member.getKey());
                            }
                        }
                    }
                }));
    }

    private static Stream<Operation> withBody() {
        return API.operations().filter(operation -> operation.body().isObject());
    }

    private static JsonNode schema(Operation operation) {
        return API.resolved(operation.body().path("schema"));
    }

    /** A copy of the example with the most members. */
    private static ObjectNode fullest(Operation operation) {
        return (ObjectNode) operation
                .body()
                .path("examples")
                .valueStream()
                .map(example -> example.path("value"))
                .max(Comparator.comparing(JsonNode::size))
                .orElseThrow()
                .deepCopy();
    }

    /** Itself, or what it must hold. */
    private static boolean isMissed(Answer answer, String member) {
        return answer.status() == 422
                && answer.json()
                        .path("errors")
                        .valueStream()
                        .anyMatch(error -> (error.path("field").asString() + ".").startsWith(member + ".")
                                && (error.path("code").asString().equals("required")
                                        || error.path("code").asString().startsWith("unknown_")));
    }

    private static List<String> faulty(Answer answer) {
        return answer.header("Content-Type").contains("json") ? answer.fields() : List.of();
    }

    private static Answer send(Subject subject, Operation operation, JsonNode body) {
        String path = operation.path().replace("{id}", String.valueOf(subject.id()));
        return operation.method().equals("PATCH")
                ? subject.caller().patch(path, body)
                : subject.caller().post(path, body);
    }

    /** The second time under the same key gets the first answer. */
    private static Answer twice(Subject subject, Operation operation, JsonNode body) {
        String path = operation.path().replace("{id}", String.valueOf(subject.id()));
        String key = Tenant.unique("example");
        Answer first = subject.caller().post(path, body, key);
        assertThat(subject.caller().post(path, body, key).text()).isEqualTo(first.text());
        return first;
    }
}
