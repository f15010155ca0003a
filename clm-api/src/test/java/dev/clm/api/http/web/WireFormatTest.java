package dev.clm.api.http.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

class WireFormatTest {
    private final JsonMapper json = mapper();

    record Body(String commonName, Integer validityDays, boolean rekey, List<String> tags, UUID ownerId, Instant at) {}

    @Test
    void namesAreSnakeCase() {
        assertThat(json.readValue("{\"common_name\":\"a\",\"validity_days\":3,\"rekey\":false}", Body.class))
                .extracting(Body::commonName, Body::validityDays)
                .containsExactly("a", 3);
        assertThat(json.writeValueAsString(new Body("a", 1, true, List.of(), null, null)))
                .contains("\"validity_days\":1", "\"owner_id\":null");
    }

    @Test
    void timesAreRfc3339InUtcWithAtMostMilliseconds() {
        assertThat(json.writeValueAsString(Instant.parse("2026-01-02T03:04:05.123456789Z")))
                .isEqualTo("\"2026-01-02T03:04:05.123Z\"");
        assertThat(json.writeValueAsString(Instant.parse("2026-01-02T03:04:05Z")))
                .isEqualTo("\"2026-01-02T03:04:05Z\"");
        assertThat(json.writeValueAsString(OffsetDateTime.parse("2026-01-02T03:04:05.123456Z")))
                .isEqualTo("\"2026-01-02T03:04:05.123Z\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"unknown\":1}",
                "{\"common_name\":\"a\",\"common_name\":\"b\"}",
                "{\"common_name\":5}",
                "{\"common_name\":true}",
                "{\"validity_days\":\"5\"}",
                "{\"validity_days\":5.5}",
                "{\"validity_days\":5.0}",
                "{\"validity_days\":\"\"}",
                "{\"validity_days\":99999999999}",
                "{\"rekey\":\"true\"}",
                "{\"rekey\":1}",
                "{\"rekey\":null}",
                "{\"tags\":\"a\"}",
                "{\"tags\":\"\"}",
                "{\"tags\":[1]}",
                "{\"owner_id\":\"\"}",
                "{\"owner_id\":\"no-uuid\"}",
                "{\"at\":1700000000}",
                "{\"at\":\"1700000000\"}",
                "{} {}",
                "[]",
                "\"\"",
                "{'common_name':'a'}",
                "{\"validity_days\":NaN}"
            })
    void whatIsNotExactlyDocumentedIsRefused(String body) {
        assertThatThrownBy(() -> json.readValue(body, Body.class)).isInstanceOf(JacksonException.class);
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "[".repeat(33) + "]".repeat(33);
        assertThatThrownBy(() -> json.readTree(deep)).isInstanceOf(JacksonException.class);
    }

    @Test
    void longNumbersAreRefused() {
        assertThatThrownBy(() -> json.readTree("1".repeat(65))).isInstanceOf(JacksonException.class);
    }

    private static JsonMapper mapper() {
        StreamReadConstraints bounds = WireFormat.bounds();
        JsonMapper.Builder builder = JsonMapper.builder(
                JsonFactory.builder().streamReadConstraints(bounds).build());
        WireFormat.configure(builder);
        return builder.build();
    }
}
