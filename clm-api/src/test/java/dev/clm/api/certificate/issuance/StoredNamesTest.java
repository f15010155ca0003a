package dev.clm.api.certificate.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.field.Json;
import dev.clm.pki.request.SubjectAlternativeName;
import dev.clm.pki.request.SubjectAlternativeName.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredNamesTest {

    @Test
    void theJsonFormIsThatOfTheColumns() {
        assertThat(Json.write(List.of(
                        new SubjectAlternativeName(Type.DNS, "a.example"), new SubjectAlternativeName(Type.IP, "::1"))))
                .isEqualTo("[{\"type\":\"DNS\",\"value\":\"a.example\"},{\"type\":\"IP\",\"value\":\"::1\"}]");
        assertThat(Json.write(List.of())).isEqualTo("[]");
    }
}
