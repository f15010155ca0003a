package dev.clm.core.policy.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PolicyTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");

    @Test
    void isInForceFromItsStartUntilJustBeforeItsEnd() {
        Policy policy = policy("active", Set.of());

        assertThat(policy.isInForce(START.minusNanos(1))).isFalse();
        assertThat(policy.isInForce(START)).isTrue();
        assertThat(policy.isInForce(END.minusNanos(1))).isTrue();
        assertThat(policy.isInForce(END)).isFalse();
    }

    @Test
    void onlyAnActivePolicyIsInForce() {
        assertThat(policy("draft", Set.of()).isInForce(START)).isFalse();
        assertThat(policy("archived", Set.of()).isInForce(START)).isFalse();
    }

    @Test
    void withoutCertificateTypesItAppliesToAll() {
        assertThat(policy("active", Set.of()).appliesTo("client")).isTrue();
        assertThat(policy("active", Set.of("server")).appliesTo("client")).isFalse();
    }

    private static Policy policy(String status, Set<String> types) {
        return new Policy(
                UUID.randomUUID(),
                "p",
                Optional.empty(),
                types,
                status,
                "mandatory",
                Optional.of(START),
                Optional.of(END),
                "{}");
    }
}
