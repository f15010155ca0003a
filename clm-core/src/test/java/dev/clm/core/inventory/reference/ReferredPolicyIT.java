package dev.clm.core.inventory.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.CoreFixture;
import dev.clm.core.CoreTestDatabase;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.policy.policy.Policy;
import dev.clm.core.policy.policy.PolicyRules;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReferredPolicyIT {
    private final CoreDatabase core = CoreTestDatabase.database();
    private final IssuanceReferenceRepository repository = new IssuanceReferenceRepository();
    private final OrganizationId tenant = CoreFixture.organization();
    private final String code = CoreFixture.unique("policy");

    @Test
    void aPolicyIsReadWithItsPeriodTypesAndRules() {
        UUID id = CoreFixture.policy(code, tenant, "{\"max_validity_days\":90}");
        CoreFixture.execute(
                "update policies set applies_to_cert_types = '{server,client}', effective_from = '2026-01-01T00:00:00Z',"
                        + " effective_until = '2027-01-01T00:00:00.5Z' where id = ?",
                id);

        Policy policy = find(tenant).orElseThrow();

        assertThat(policy.code()).isEqualTo(code);
        assertThat(policy.appliesToCertificateTypes()).containsExactlyInAnyOrder("server", "client");
        assertThat(policy.effectiveUntil()).contains(Instant.parse("2027-01-01T00:00:00.5Z"));
        assertThat(policy.isInForce(Instant.parse("2026-06-01T00:00:00Z"))).isTrue();
        assertThat(policy.isMandatory()).isTrue();
        assertThat(PolicyRules.parse(policy.rules()).requiresApproval()).isFalse();
    }

    @Test
    @Tag("S3")
    void theTenantsOwnPolicyWinsOverThePlatformsAndAnotherTenantsIsAbsent() {
        UUID platform = CoreFixture.policy(code, null, "{}");
        OrganizationId other = CoreFixture.organization();
        UUID own = CoreFixture.policy(code, tenant, "{}");

        assertThat(find(tenant).map(Policy::id)).contains(own);
        assertThat(find(other).map(Policy::id)).contains(platform);
    }

    @Test
    @Tag("S4")
    void aSoftDeletedPolicyIsAbsent() {
        UUID id = CoreFixture.policy(code, tenant, "{}");
        CoreFixture.execute("update policies set deleted_at = now() where id = ?", id);

        assertThat(find(tenant)).isEmpty();
    }

    private Optional<Policy> find(OrganizationId organization) {
        IssuanceReferences found = repository.find(core, organization, List.of(), List.of(code), List.of());
        return found.policy(code);
    }
}
