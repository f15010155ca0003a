package dev.clm.core.inventory.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.core.inventory.search.CertificateSort.Column;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateCursorTest {
    private static final CertificateSort BY_NAME = new CertificateSort(Column.COMMON_NAME, false);

    @Test
    void decodesToWhatWasEncoded() {
        CertificateCursor cursor = new CertificateCursor(BY_NAME, "line\nbreak ü", UUID.randomUUID());

        assertThat(CertificateCursor.decode(cursor.encode(), BY_NAME)).contains(cursor);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "common_name",
                "common_name\nnot-a-uuid\na",
                "common_name\n00000000-0000-7000-8000-000000000001",
                "common_name\n00000000-0000-7000-8000-000000000001\na\u0000",
                "not_after\n00000000-0000-7000-8000-000000000001\na"
            })
    void aForgedCursorIsNone(String plain) {
        String text = Base64.getUrlEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));

        assertThat(CertificateCursor.decode(text, BY_NAME)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "+1000000000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z"})
    void aTimeThatNoColumnHoldsIsNone(String time) {
        String text = new CertificateCursor(CertificateSort.DEFAULT, time, UUID.randomUUID()).encode();

        assertThat(CertificateCursor.decode(text, CertificateSort.DEFAULT)).isEmpty();
    }
}
