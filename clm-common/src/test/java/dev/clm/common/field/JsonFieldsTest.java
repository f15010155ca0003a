package dev.clm.common.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonFieldsTest {
    private static final JsonFields MEMBERS = new JsonFields(
            FieldTypes.line("name", 10).required(),
            FieldTypes.code("code").fixed(),
            FieldTypes.text("notes"),
            FieldTypes.email("email"),
            FieldTypes.number("count", 1),
            FieldTypes.flag("flag").filled(),
            FieldTypes.time("time"),
            FieldTypes.uuid("uuid"),
            FieldTypes.strings("strings", "words", word -> !word.isEmpty()),
            FieldTypes.document("document", false));

    static List<Map.Entry<String, Object>> faulty() {
        return List.of(
                Map.entry("name", "elevenchars"),
                Map.entry("name", "two\nlines"),
                Map.entry("code", "-first"),
                Map.entry("notes", "NUL \0"),
                Map.entry("email", "nobody"),
                Map.entry("count", 0),
                Map.entry("count", 1L << 40),
                Map.entry("count", "1"),
                Map.entry("flag", "true"),
                Map.entry("time", "tomorrow"),
                Map.entry("time", "+10000-01-01T00:00:00Z"),
                Map.entry("uuid", "1-2-3-4-5"),
                Map.entry("strings", List.of("a", "a")),
                Map.entry("strings", Arrays.asList("a", null)),
                Map.entry("document", List.of()),
                Map.entry("document", Map.of("deep", List.of(Map.of("half", "\ud800")))));
    }

    @ParameterizedTest
    @MethodSource("faulty")
    void aValueThatItsColumnCouldNotHoldIsNamed(Map.Entry<String, Object> fault) {
        Map<String, Object> body = new HashMap<>(Map.of("name", "fine"));
        body.put(fault.getKey(), fault.getValue());

        assertThat(refusal(() -> MEMBERS.forCreation(body)))
                .extracting(FieldError::field)
                .containsExactly(fault.getKey());
    }

    @Test
    void allFaultsAreToldAtOnce() {
        assertThat(refusal(() -> MEMBERS.forCreation(Map.of("flag", 1, "other", 2))))
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder("name", "flag", "other");
    }

    @Test
    void nullClearsWhatMayBeClearedAndNothingElse() {
        Map<String, Object> body = new HashMap<>();
        body.put("notes", null);

        assertThat(MEMBERS.forChange(body)).containsEntry("notes", null).hasSize(1);
        body.put("flag", null);
        assertThat(refusal(() -> MEMBERS.forChange(body)))
                .extracting(FieldError::field)
                .containsExactly("flag");
    }

    @Test
    void whatIsGivenOnceIsNotChanged() {
        assertThat(refusal(() -> MEMBERS.forChange(Map.of("code", "other"))))
                .extracting(FieldError::code)
                .containsExactly("not_changeable");
    }

    private static List<FieldError> refusal(Runnable reading) {
        return catchThrowableOfType(ClmException.class, reading::run).errors();
    }
}
