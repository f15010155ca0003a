package dev.clm.core.inventory.search;

import dev.clm.common.field.StorableText;
import dev.clm.core.inventory.search.CertificateSort.Column;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a list goes on: the sort value and the id (certificate_metadata.id) of the last row. Opaque to clients, and of no use with another sort. It is not
 * signed: whatever it says, row-level security still decides what is seen.
 */
record CertificateCursor(CertificateSort sort, String value, UUID id) {
    private static final int MAXIMUM_LENGTH = 2_000;
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** The cursor, or empty where the text is none of ours or belongs to another sort. */
    static Optional<CertificateCursor> decode(String text, CertificateSort sort) {
        if (text.length() > MAXIMUM_LENGTH) {
            return Optional.empty();
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\n", 3);
            if (parts.length != 3 || !parts[0].equals(sort.wireName()) || !isValue(parts[2], sort.column())) {
                return Optional.empty();
            }
            return Optional.of(new CertificateCursor(sort, parts[2], UUID.fromString(parts[1])));
        } catch (IllegalArgumentException | DateTimeException notOurs) {
            return Optional.empty();
        }
    }

    String encode() {
        String plain = sort.wireName() + "\n" + id + "\n" + value;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    Instant instant() {
        return Instant.parse(value);
    }

    private static boolean isValue(String value, Column column) {
        if (column == Column.COMMON_NAME) {
            return StorableText.isStorable(value);
        }
        Instant instant = Instant.parse(value);
        return !instant.isBefore(EARLIEST) && !instant.isAfter(LATEST);
    }
}
