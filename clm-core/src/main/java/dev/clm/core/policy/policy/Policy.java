package dev.clm.core.policy.policy;

import dev.clm.common.tenant.OrganizationId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * A policy that is not deleted. It is judged by only while it is in force.
 *
 * @param organizationId empty for a policy of the platform, which every tenant may use
 * @param appliesToCertificateTypes empty where it applies to all
 * @param rules the policy_rules document, unchecked: see {@link PolicyRules#parse}
 */
public record Policy(
        UUID id,
        String code,
        Optional<OrganizationId> organizationId,
        Set<String> appliesToCertificateTypes,
        String status,
        String enforcementLevel,
        Optional<Instant> effectiveFrom,
        Optional<Instant> effectiveUntil,
        String rules) {
    /**
     * The organization's own before the platform's, those for fewer certificate types before those for more and for all, then by
     * code: an order that does not depend on when which was made.
     */
    public static final Comparator<Policy> MOST_SPECIFIC_FIRST = Comparator.comparing(
                    (Policy policy) -> policy.organizationId().isEmpty())
            .thenComparing(policy -> policy.appliesToCertificateTypes().isEmpty())
            .thenComparing(policy -> policy.appliesToCertificateTypes().size())
            .thenComparing(Policy::code);

    /** A row of policies as to_jsonb renders it. */
    public static Policy ofRow(JsonNode row) {
        return new Policy(
                UUID.fromString(row.path("id").asString()),
                row.path("policy_code").asString(),
                row.path("organization_id")
                        .stringValueOpt()
                        .map(UUID::fromString)
                        .map(OrganizationId::of),
                types(row.path("applies_to_cert_types")),
                row.path("status").asString(),
                row.path("enforcement_level").asString(),
                time(row.path("effective_from")),
                time(row.path("effective_until")),
                row.path("policy_rules").toString());
    }

    /** Active, and `now` within its effective period (the end exclusive). */
    public boolean isInForce(Instant now) {
        return status.equals("active")
                && effectiveFrom.filter(now::isBefore).isEmpty()
                && effectiveUntil.filter(end -> !now.isBefore(end)).isEmpty();
    }

    public boolean appliesTo(String certificateType) {
        return appliesToCertificateTypes.isEmpty() || appliesToCertificateTypes.contains(certificateType);
    }

    /** Whether a violation refuses a request; otherwise it is only reported. */
    public boolean isMandatory() {
        return enforcementLevel.equals("mandatory");
    }

    private static Set<String> types(JsonNode array) {
        Set<String> types = new LinkedHashSet<>();
        array.values().forEach(type -> types.add(type.asString()));
        return types;
    }

    private static Optional<Instant> time(JsonNode text) {
        return text.stringValueOpt().map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
    }
}
