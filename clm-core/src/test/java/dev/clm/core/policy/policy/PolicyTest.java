package dev.clm.core.policy.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.tenant.OrganizationId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
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

    @Test
    @Tag("I1")
    @Tag("A.1")
    void orderIsByOrganizationThenByTypesThenByCode() {
        OrganizationId own = OrganizationId.of(UUID.randomUUID());
        Policy one = policy("z", Optional.of(own), Set.of("leaf"));
        Policy two = policy("y", Optional.of(own), Set.of("leaf", "server"));
        Policy all = policy("a", Optional.of(own), Set.of());
        Policy alsoAll = policy("b", Optional.of(own), Set.of());
        Policy platform = policy("a", Optional.empty(), Set.of("leaf"));

        assertThat(Stream.of(platform, alsoAll, all, two, one).sorted(Policy.MOST_SPECIFIC_FIRST))
                .containsExactly(one, two, all, alsoAll, platform);
    }

    private static Policy policy(String code, Optional<OrganizationId> organization, Set<String> types) {
        return new Policy(
                UUID.randomUUID(),
                code,
                organization,
                types,
                "active",
                "mandatory",
                Optional.empty(),
                Optional.empty(),
                "{}");
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
