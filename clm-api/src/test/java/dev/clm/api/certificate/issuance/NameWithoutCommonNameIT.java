package dev.clm.api.certificate.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.RunningService;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** A certificate without a common name is known by its first name. */
class NameWithoutCommonNameIT {
    @Test
    void aNameLongerThanTheColumnIsCut() {
        String uri = "https://example.com/" + "x".repeat(1_900);
        HttpResponse<String> answer = RunningService.shared().post("/api/v1/certificates", """
                {"subject":{"organization":"Example"},"key":{"algorithm":"ECDSA"},"certificate_type":"client",
                 "subject_alternative_names":[{"type":"URI","value":"%s"}]}""".formatted(uri));
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body())
                .contains("\"common_name\":\"" + uri.substring(0, 255) + "\"")
                .contains(uri);
    }
}
