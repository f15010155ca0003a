package dev.clm.common.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.field.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors are of docs/decisions/0050-canonical-audit-entry.md: a form that was released stays. */
@Tag("A3")
class CanonicalEntryTest {
    private static final UUID ID = UUID.fromString("01970000-0000-7000-8000-0000000000aa");

    @Test
    void theFormIsTheOneOfTheFixedVector() throws NoSuchAlgorithmException {
        byte[] form = CanonicalEntry.of(
                "audit_log",
                Map.of(
                        "id",
                        ID,
                        "event_type",
                        "user.create",
                        "changes_after",
                        Json.readObject("{\"b\":[true,null],\"a\":\"jos\u00e9/\\\"\"}"),
                        "event_timestamp",
                        Instant.parse("2027-01-31T00:00:00.5Z")));

        assertThat(form[0]).isEqualTo((byte) 1);
        assertThat(line(form))
                .isEqualTo("{\"changes_after\":{\"a\":\"jos\u00e9/\\\"\",\"b\":[true,null]},"
                        + "\"event_timestamp\":\"2027-01-31T00:00:00.500000Z\",\"event_type\":\"user.create\","
                        + "\"id\":\"01970000-0000-7000-8000-0000000000aa\",\"log\":\"audit_log\"}");
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(form)))
                .isEqualTo("83ed5037cba15e5621efe74197e1110ff9dd0a7769ebedae352de3aa1bab5516");
    }

    @Test
    void aColumnWithoutAValueIsLeftOut() {
        Map<String, Object> columns = new HashMap<>(Map.of("id", ID));
        byte[] before = CanonicalEntry.of("audit_log", columns);
        columns.put("added_later", null);

        assertThat(CanonicalEntry.of("audit_log", columns)).isEqualTo(before);
    }

    @Test
    void theSameEntryOfTheOtherLogIsAnother() {
        Map<String, Object> columns = Map.of("id", ID);

        assertThat(CanonicalEntry.of("secure_audit_log", columns))
                .isNotEqualTo(CanonicalEntry.of("audit_log", columns));
    }

    @ParameterizedTest
    @CsvSource({"1.50, 1.50", "1e2, 100", "1E-7, 0.0000001", "12345678901234567890.123, 12345678901234567890.123"})
    void numbersKeepEveryDigitAsJsonbShowsThem(String given, String canonical) {
        assertThat(line(document("{\"n\":" + given + "}"))).contains("{\"n\":" + canonical + "}");
    }

    @Test
    void textEscapesOnlyWhatItMust() {
        assertThat(line(document("{\"t\":\"\\u001f\\u007f\\n\\/<\\ud83d\\ude00\"}")))
                .contains("{\"t\":\"\\u001f\u007f\\n/<\ud83d\ude00\"}");
    }

    private static byte[] document(String json) {
        return CanonicalEntry.of("audit_log", Map.of("event_data", Json.readObject(json)));
    }

    private static String line(byte[] form) {
        return new String(Arrays.copyOfRange(form, 1, form.length), StandardCharsets.UTF_8);
    }
}
