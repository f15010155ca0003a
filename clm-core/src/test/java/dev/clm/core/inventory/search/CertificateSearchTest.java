package dev.clm.core.inventory.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.FieldError;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateSearchTest {
    @Test
    void withoutParametersItListsTheFiftyNewest() {
        CertificateSearch search = CertificateSearch.of(name -> null);

        assertThat(search.limit()).isEqualTo(50);
        assertThat(search.sort()).isEqualTo(CertificateSort.DEFAULT);
        assertThat(search.includeDeleted()).isFalse();
        assertThat(search.cursor()).isNull();
    }

    @Test
    void everyDocumentedParameterIsRead() {
        UUID owner = UUID.randomUUID();
        CertificateSearch search = CertificateSearch.of(Map.of(
                "san", "a.example",
                "status", "revoked",
                "environment", "testing",
                "owner_user_id", owner.toString(),
                "not_after_before", "2027-01-31T01:00:00+01:00",
                "include_deleted", "true",
                "limit", "500",
                "sort", "common_name",
                "q", "")::get);

        assertThat(search.subjectAlternativeName()).isEqualTo("a.example");
        assertThat(search.ownerUserIds()).containsExactly(owner);
        assertThat(search.notAfterBefore()).isEqualTo(Instant.parse("2027-01-31T00:00:00Z"));
        assertThat(search.includeDeleted()).isTrue();
        assertThat(search.limit()).isEqualTo(500);
        assertThat(search.sort().descending()).isFalse();
        assertThat(search.text()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 0",
        "limit, 501",
        "limit, fifty",
        "limit, 99999999999",
        "status, ACTIVE",
        "status, 'active,'",
        "status, 'active,lost'",
        "serial_number, xyz",
        "serial_number, 0x1f",
        "serial_number, 00",
        "thumbprint_sha256, abcd",
        "thumbprint_sha1, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,'",
        "certificate_id, ','",
        "issuer_id, CN=root",
        "extended_key_usage, tls",
        "extended_key_usage, 1.3.",
        "key_algorithm, rsa",
        "tag, 'a,,b'",
        "certificate_type, tls",
        "environment, prod",
        "owner_user_id, 1-2-3-4-5",
        "not_after_before, tomorrow",
        "not_after_after, +999999999-12-31T23:59:59Z",
        "include_deleted, yes",
        "sort, serial_number",
        "sort, --created_at",
        "cursor, bm90IG91cnM",
        "cursor, ***"
    })
    void aParameterOutOfRangeIsNamed(String name, String value) {
        assertThat(refusal(Map.of(name, value)).errors())
                .extracting(FieldError::field)
                .containsExactly(name);
    }

    @Test
    void twentyValuesAreTakenAndNoMore() {
        String twenty = "ab" + ",cd".repeat(19);

        assertThat(CertificateSearch.of(Map.of("serial_number", twenty)::get).serialNumbers())
                .hasSize(20);
        assertThat(refusal(Map.of("serial_number", twenty + ",ef")).errors())
                .extracting(FieldError::field)
                .containsExactly("serial_number");
    }

    @Test
    void hexIsReadAsToolsShowIt() {
        assertThat(CertificateSearch.of(Map.of("serial_number", "00:AB:0C,0D,f")::get)
                        .serialNumbers())
                .containsExactly("ab0c", "0d", "0f");
    }

    @Test
    void nulInTextAndAnOverlongCursorAreOutOfRange() {
        assertThat(refusal(Map.of("q", "a\u0000")).code()).isEqualTo(ErrorCode.PARAMETER_OUT_OF_RANGE);
        assertThat(refusal(Map.of("cursor", "A".repeat(5000))).errors())
                .extracting(FieldError::field)
                .containsExactly("cursor");
    }

    @Test
    void aCursorIsOfNoUseWithAnotherSort() {
        String cursor =
                new CertificateCursor(CertificateSort.DEFAULT, "2026-01-01T00:00:00Z", UUID.randomUUID()).encode();

        assertThat(CertificateSearch.of(Map.of("cursor", cursor)::get).cursor()).isNotNull();
        assertThat(refusal(Map.of("cursor", cursor, "sort", "created_at")).errors())
                .extracting(FieldError::field)
                .containsExactly("cursor");
    }

    private static ClmException refusal(Map<String, String> parameters) {
        return catchThrowableOfType(ClmException.class, () -> CertificateSearch.of(parameters::get));
    }
}
