package dev.clm.api.http.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.error.ClmException;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

@Tag("T4")
class IdempotencyHeaderTest {
    private static final Actor ACTOR = Actor.system(OrganizationId.of(UUID.randomUUID()));

    @Test
    void noHeaderMeansNoKey() {
        assertThat(IdempotencyHeader.of(new MockHttpServletRequest("POST", "/api/v1/certificates"), ACTOR))
                .isEmpty();
    }

    @Test
    void keyBelongsToOrganizationAndUser() {
        Optional<IdempotencyRequest> request = IdempotencyHeader.of(request("key-1"), ACTOR);

        assertThat(request).hasValueSatisfying(r -> {
            assertThat(r.organization()).isEqualTo(ACTOR.organizationId());
            assertThat(r.userId()).isEqualTo(ACTOR.userId());
            assertThat(r.operation()).isEqualTo("POST /api/v1/certificates");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ä", "a\tb"})
    void malformedKeyIsRefusedByTheHeadersName(String key) {
        assertRefused(key);
    }

    @Test
    void tooLongKeyIsRefused() {
        assertThat(IdempotencyHeader.of(request("k".repeat(255)), ACTOR)).isPresent();
        assertRefused("k".repeat(256));
    }

    @Test
    void fingerprintTellsBodiesAndOperationsApart() {
        String first = fingerprint("POST /a", "{}");
        assertThat(fingerprint("POST /a", "{}")).isEqualTo(first).hasSize(64);
        assertThat(fingerprint("POST /a", "{ }")).isNotEqualTo(first);
        assertThat(fingerprint("POST /b", "{}")).isNotEqualTo(first);
    }

    @Test
    void queryBelongsToTheFingerprintButNotToTheOperation() {
        MockHttpServletRequest dry = request("k");
        dry.setQueryString("dry_run=true");

        IdempotencyRequest plain = IdempotencyHeader.of(request("k"), ACTOR).orElseThrow();
        IdempotencyRequest other = IdempotencyHeader.of(dry, ACTOR).orElseThrow();
        assertThat(other.operation()).isEqualTo(plain.operation());
        assertThat(other.fingerprint()).isNotEqualTo(plain.fingerprint());
    }

    @Test
    void howAPathIsWrittenMakesNoOtherRequest() {
        assertThat(IdempotencyHeader.of(request("k", "/api/v1/%63ertificates"), ACTOR))
                .isEqualTo(IdempotencyHeader.of(request("k"), ACTOR));
    }

    private static void assertRefused(String key) {
        assertThatThrownBy(() -> IdempotencyHeader.of(request(key), ACTOR))
                .isInstanceOfSatisfying(
                        ClmException.class,
                        e -> assertThat(e.errors()).extracting("field").containsExactly("Idempotency-Key"));
    }

    private static MockHttpServletRequest request(String key) {
        return request(key, "/api/v1/certificates");
    }

    /** As the container gives it: the address as it was written, and the path decoded. */
    private static MockHttpServletRequest request(String key, String uri) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", uri);
        request.setServletPath(URI.create(uri).getPath());
        request.addHeader("Idempotency-Key", key);
        return request;
    }

    private static String fingerprint(String operation, String body) {
        return IdempotencyHeader.fingerprint(operation, body.getBytes(StandardCharsets.UTF_8));
    }
}
