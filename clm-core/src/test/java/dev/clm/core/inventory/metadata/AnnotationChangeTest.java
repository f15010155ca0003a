package dev.clm.core.inventory.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AnnotationChangeTest {
    @Test
    void absentAndNullAreNotTheSame() {
        Map<String, Object> body = new HashMap<>();
        body.put("notes", null);
        body.put("environment", "staging");

        AnnotationChange change = AnnotationChange.of(body);

        assertThat(change.fields()).containsExactlyInAnyOrder(AnnotationField.NOTES, AnnotationField.ENVIRONMENT);
        assertThat(change.values().notes()).isNull();
        assertThat(change.values().environment()).isEqualTo("staging");
    }

    @Test
    void aMemberThatIsNoAnnotationIsRefusedByName() {
        assertThat(fieldsAtFault(Map.of("note", "x", "tags", List.of()))).containsExactly("note");
    }

    @Test
    void theAnnotationsOfANewCertificateLeaveOtherMembersAlone() {
        CertificateAnnotations annotations =
                CertificateAnnotations.of(Map.of("csr", "x", "tags", List.of("web"), "category", "edge"));

        assertThat(annotations.tags()).containsExactly("web");
        assertThat(annotations.category()).isEqualTo("edge");
    }

    @Test
    void allFaultsAreToldAtOnce() {
        assertThat(fieldsAtFault(Map.of("environment", "prod", "tags", Arrays.asList("a", null, "a"), "notes", 5)))
                .containsExactlyInAnyOrder("environment", "tags[1]", "tags[2]", "notes");
    }

    static Stream<Arguments> unacceptable() {
        return Stream.of(
                Arguments.of("tags", "web"),
                Arguments.of("tags", Collections.nCopies(51, "x")),
                Arguments.of("category", ""),
                Arguments.of("category", "a\u0000"),
                Arguments.of("environment", List.of("production")),
                Arguments.of("notes", "n".repeat(10_001)),
                Arguments.of("notes", "\ud83d"),
                Arguments.of("custom_fields", List.of()),
                Arguments.of("custom_fields", Map.of("big", "x".repeat(20_000))));
    }

    @ParameterizedTest
    @MethodSource("unacceptable")
    void whatTheColumnCannotHoldIsRefusedByName(String field, Object value) {
        assertThat(fieldsAtFault(Map.of(field, value))).containsExactly(field);
    }

    static Stream<Arguments> unacceptableCustomFields() {
        return Stream.of(
                Arguments.of(Map.of("a", "\u0000"), "custom_fields.a"),
                Arguments.of(Map.of("a", new BigDecimal("1e999999")), "custom_fields.a"),
                Arguments.of(Map.of("a", Double.NaN), "custom_fields.a"),
                Arguments.of(Map.of("a", List.of(1, Map.of("b", "\udd12"))), "custom_fields.a[1].b"),
                Arguments.of(Map.of("a\u0000", 1), "custom_fields"),
                Arguments.of(nested(6), "custom_fields.n.n.n.n.n"));
    }

    @ParameterizedTest
    @MethodSource("unacceptableCustomFields")
    void aCustomFieldThatJsonbWouldNotStoreIsNamedByItsPath(Map<String, Object> fields, String path) {
        assertThat(fieldsAtFault(Map.of("custom_fields", fields))).containsExactly(path);
    }

    private static Map<String, Object> nested(int levels) {
        return levels == 1 ? Map.of("n", 1) : Map.of("n", nested(levels - 1));
    }

    private static List<String> fieldsAtFault(Map<String, Object> body) {
        return catchThrowableOfType(ClmException.class, () -> AnnotationChange.of(body)).errors().stream()
                .map(FieldError::field)
                .toList();
    }
}
