package dev.clm.core.inventory.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.CoreFixture;
import dev.clm.core.CoreTestDatabase;
import dev.clm.core.database.CoreDatabase;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("X2")
class ReferenceRepositoryIT {
    private final CoreDatabase core = CoreTestDatabase.database();
    private final ReferenceRepository repository = new ReferenceRepository();
    private final OrganizationId tenant = CoreFixture.organization();
    private final OrganizationId other = CoreFixture.organization();
    private final UUID missing = UUID.randomUUID();

    @Test
    void onlyActiveMembersOfTheTenantAreMembers() {
        UUID member = CoreFixture.memberOf(tenant);
        UUID foreign = CoreFixture.memberOf(other);
        UUID deleted = CoreFixture.memberOf(tenant);
        CoreFixture.execute("update users set deleted_at = now() where id = ?", deleted);
        UUID locked = CoreFixture.memberOf(tenant);
        CoreFixture.execute("update users set status = 'locked' where id = ?", locked);
        UUID left = CoreFixture.memberOf(tenant);
        CoreFixture.execute("update user_organizations set left_at = now() where user_id = ?", left);

        assertThat(live(ReferenceTarget.MEMBER, member, foreign, deleted, locked, left, missing))
                .containsExactly(member);
        assertThat(live(ReferenceTarget.USER, member, foreign, deleted, locked, left, missing))
                .containsExactlyInAnyOrder(member, foreign, locked, left);
    }

    @Test
    void policiesAndWorkflowsAreTheTenantsOrThePlatformsAndLive() {
        UUID own = CoreFixture.policy(CoreFixture.unique("p"), tenant, "{}");
        UUID platform = CoreFixture.policy(CoreFixture.unique("p"), null, "{}");
        UUID foreign = CoreFixture.policy(CoreFixture.unique("p"), other, "{}");
        UUID deleted = CoreFixture.policy(CoreFixture.unique("p"), tenant, "{}");
        CoreFixture.execute("update policies set deleted_at = now() where id = ?", deleted);
        UUID workflow = CoreFixture.workflow(CoreFixture.unique("w"), tenant);
        UUID foreignWorkflow = CoreFixture.workflow(CoreFixture.unique("w"), other);

        assertThat(live(ReferenceTarget.POLICY, own, platform, foreign, deleted, missing))
                .containsExactlyInAnyOrder(own, platform);
        assertThat(live(ReferenceTarget.WORKFLOW, workflow, foreignWorkflow, missing))
                .containsExactly(workflow);
    }

    @Test
    void aTenantKnowsNoOrganizationButItsOwnAndTheServiceRoleKnowsAll() {
        assertThat(live(ReferenceTarget.ORGANIZATION, tenant.value(), other.value(), missing))
                .containsExactly(tenant.value());
        Set<UUID> all = core.inServiceRole(
                "test",
                tx -> repository.liveIds(
                        tx, ReferenceTarget.ORGANIZATION, List.of(tenant.value(), other.value(), missing)));
        assertThat(all).containsExactlyInAnyOrder(tenant.value(), other.value());
    }

    @Test
    @Tag("T5")
    void manyIdsAreOneStatement() {
        UUID[] many = new UUID[1000];
        Arrays.setAll(many, i -> UUID.randomUUID());

        assertThat(CoreTestDatabase.statementsOf(() -> live(ReferenceTarget.USER, many)))
                .isEqualTo(1);
    }

    private Set<UUID> live(ReferenceTarget target, UUID... ids) {
        return core.inTransaction(tenant, tx -> repository.liveIds(tx, target, List.of(ids)));
    }
}
