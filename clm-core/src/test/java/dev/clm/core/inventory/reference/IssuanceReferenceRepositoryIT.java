package dev.clm.core.inventory.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.error.FieldError;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.CoreFixture;
import dev.clm.core.CoreTestDatabase;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.inventory.metadata.CertificateMetadataRepository;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("X2")
class IssuanceReferenceRepositoryIT {
    private final CoreDatabase core = CoreTestDatabase.database();
    private final IssuanceReferenceRepository repository = new IssuanceReferenceRepository();
    private final OrganizationId tenant = CoreFixture.organization();
    private final OrganizationId other = CoreFixture.organization();
    private final UUID owner = CoreFixture.memberOf(tenant);
    private final String policy = CoreFixture.unique("policy");
    private final String workflow = CoreFixture.unique("workflow");

    @Test
    void whatIsThereHasNoFaults() {
        UUID id = CoreFixture.policy(policy, tenant, "{\"max_sans\":1}");
        CoreFixture.policy(policy, null, "{}");
        CoreFixture.workflow(workflow, null);

        IssuanceReferences found = find();

        assertThat(found.faults(owner, policy, workflow)).isEmpty();
        assertThat(found.faults(owner, null, null)).isEmpty();
        assertThat(found.policy(policy).orElseThrow().id()).isEqualTo(id);
        assertThat(found.isOrganizationActive()).isTrue();
        assertThat(found.maximumCertificates()).isEmpty();
        assertThat(found.hasRoomFor(1_000_000)).isTrue();
    }

    @Test
    void missingTargetsAreFaultsOfTheirFields() {
        assertThat(repository
                        .find(core, tenant, List.of(), List.of(), List.of())
                        .faults(UUID.randomUUID(), "a\u0000", "b".repeat(51)))
                .extracting(FieldError::field)
                .containsExactly("owner_user_id", "policy_code", "workflow_code");
        assertThat(fields("a\u0000", "b".repeat(51))).containsExactly("policy_code", "workflow_code");
    }

    @Test
    void softDeletedTargetsAreFaultsOfTheirFields() {
        UUID p = CoreFixture.policy(policy, tenant, "{}");
        UUID w = CoreFixture.workflow(workflow, tenant);
        CoreFixture.execute("update policies set deleted_at = now() where id = ?", p);
        CoreFixture.execute("update workflows set deleted_at = now() where id = ?", w);
        CoreFixture.execute("update users set deleted_at = now() where id = ?", owner);

        assertThat(fields(policy, workflow)).containsExactly("owner_user_id", "policy_code", "workflow_code");
    }

    @Test
    void anotherTenantsTargetsAreFaultsOfTheirFields() {
        CoreFixture.policy(policy, other, "{}");
        CoreFixture.workflow(workflow, other);
        CoreFixture.execute(
                "update user_organizations set organization_id = ? where user_id = ?", other.value(), owner);

        assertThat(fields(policy, workflow)).containsExactly("owner_user_id", "policy_code", "workflow_code");
    }

    @Test
    void anInactivePolicyOrWorkflowCannotBeAskedFor() {
        UUID p = CoreFixture.policy(policy, tenant, "{}");
        UUID w = CoreFixture.workflow(workflow, tenant);
        CoreFixture.execute("update policies set effective_from = now() + interval '1 day' where id = ?", p);
        CoreFixture.execute("update workflows set status = 'draft' where id = ?", w);

        assertThat(fields(policy, workflow)).containsExactly("policy_code", "workflow_code");
    }

    @Test
    void liveCertificatesAreCountedOnceThereIsAMaximum() {
        CertificateMetadataRepository metadata = new CertificateMetadataRepository();
        core.useTransaction(
                tenant,
                tx -> assertThat(metadata.insertAll(
                                tx,
                                List.of(
                                        CoreFixture.metadata(tenant, owner, "a"),
                                        CoreFixture.metadata(tenant, owner, "b"))))
                        .containsOnly(1));
        assertThat(find().liveCertificates()).isZero();

        CoreFixture.execute("update organizations set max_certificates = 3 where id = ?", tenant.value());

        assertThat(find().liveCertificates()).isEqualTo(2);
        assertThat(find().hasRoomFor(1)).isTrue();
        assertThat(find().hasRoomFor(2)).isFalse();
    }

    @ParameterizedTest
    @Tag("I5")
    @CsvSource({"active, 1", "expiring, 1", "suspended, 1", "expired, 0", "revoked, 0"})
    void whatServesNobodyAnyMoreIsNotCounted(String status, int counted) {
        core.useTransaction(
                tenant,
                tx -> assertThat(new CertificateMetadataRepository()
                                .insertAll(tx, List.of(CoreFixture.metadata(tenant, owner, "a"))))
                        .containsOnly(1));
        CoreFixture.execute("update organizations set max_certificates = 3 where id = ?", tenant.value());
        CoreFixture.execute(
                "update certificate_metadata set status = ? where organization_id = ?", status, tenant.value());

        assertThat(find().liveCertificates()).isEqualTo(counted);
    }

    @Test
    void aSuspendedOrDeletedOrganizationIsNotActive() {
        CoreFixture.execute("update organizations set status = 'suspended' where id = ?", tenant.value());
        assertThat(find().isOrganizationActive()).isFalse();

        CoreFixture.execute(
                "update organizations set status = 'active', deleted_at = now() where id = ?", tenant.value());
        assertThat(find().organizationStatus()).isEmpty();
    }

    @Test
    @Tag("T7")
    void whichPolicyIsInForceIsDecidedByTheDatabasesClock() {
        CoreFixture.workflow(workflow, tenant);
        UUID id = CoreFixture.policy(policy, tenant, "{}");
        CoreFixture.execute("update policies set effective_from = now() + interval '1 minute' where id = ?", id);
        assertThat(fields(policy, workflow)).containsExactly("policy_code");

        CoreFixture.execute("update policies set effective_from = now() - interval '1 minute' where id = ?", id);
        assertThat(fields(policy, workflow)).isEmpty();
    }

    @Test
    @Tag("T5")
    void everythingIsOneStatement() {
        assertThat(CoreTestDatabase.statementsOf(this::find)).isEqualTo(1);
    }

    private IssuanceReferences find() {
        return find(policy, workflow);
    }

    private IssuanceReferences find(String policyCode, String workflowCode) {
        return repository.find(core, tenant, List.of(owner), List.of(policyCode), List.of(workflowCode));
    }

    private List<String> fields(String policyCode, String workflowCode) {
        return find(policyCode, workflowCode).faults(owner, policyCode, workflowCode).stream()
                .map(FieldError::field)
                .toList();
    }
}
