package dev.clm.common.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one form in which a stored entry is hashed (docs/decisions/0050-canonical-audit-entry.md): a version byte, then one
 * line of JSON by RFC 8785, save that numbers keep every digit. Permanent: another form gets another first byte.
 */
final class CanonicalEntry {
    private static final byte VERSION = 1;
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
                    .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build())
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private CanonicalEntry() {}

    /** `columns` by their names; null ones are left out, so that a column added later changes no older entry. */
    static byte[] of(String log, Map<String, Object> columns) {
        Map<String, Object> members = new TreeMap<>();
        columns.forEach((name, value) -> {
            if (value != null) {
                members.put(name, value instanceof Instant time ? MICROSECONDS.format(time) : value);
            }
        });
        members.put("log", log);
        byte[] line = MAPPER.writeValueAsString(members).getBytes(StandardCharsets.UTF_8);
        byte[] form = new byte[line.length + 1];
        form[0] = VERSION;
        System.arraycopy(line, 0, form, 1, line.length);
        return form;
    }
}
