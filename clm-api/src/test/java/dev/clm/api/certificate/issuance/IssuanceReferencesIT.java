package dev.clm.api.certificate.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever a request refers to must be there, live, and the organization's own or the platform's. */
@Tag("X2")
class IssuanceReferencesIT {
    private static final Tenant TENANT = Tenant.create();
    private static final Tenant OTHER = Tenant.create();
    private static final UUID ORGANIZATION = TENANT.administrator().organizationId();

    @Test
    void ownerThatNobodyIsIsRefused() {
        refused("owner_user_id", UUID.randomUUID());
    }

    @Test
    void ownerOfAnotherOrganizationIsRefused() {
        refused("owner_user_id", OTHER.administrator().userId());
    }

    @Test
    void deletedOwnerIsRefused() {
        UUID member = TENANT.caller("USER").userId();
        issued("owner_user_id", member);

        Rows.core("update users set deleted_at = now() where id = ?", member);
        refused("owner_user_id", member);
    }

    @Test
    void ownerWhoLeftOrIsLockedIsRefused() {
        UUID left = TENANT.caller("USER").userId();
        Rows.core("update user_organizations set left_at = now() where user_id = ?", left);
        refused("owner_user_id", left);

        UUID inactive = TENANT.caller("USER").userId();
        Rows.core("update users set status = 'inactive' where id = ?", inactive);
        refused("owner_user_id", inactive);
    }

    @Test
    void policyThatIsMissingDeletedForeignOrNotInForceIsRefused() {
        refused("policy_code", "NO-SUCH-POLICY");
        Rows.policy(OTHER.administrator().organizationId(), "FOREIGN", "{}");
        refused("policy_code", "FOREIGN");

        UUID policy = Rows.policy(ORGANIZATION, "OWN", "{}");
        issued("policy_code", "OWN");
        Rows.core("update policies set effective_until = now() - interval '1 day' where id = ?", policy);
        refused("policy_code", "OWN");
        Rows.core("update policies set effective_until = null, status = 'archived' where id = ?", policy);
        refused("policy_code", "OWN");
        Rows.core("update policies set status = 'active', deleted_at = now() where id = ?", policy);
        refused("policy_code", "OWN");
    }

    @Test
    void policyOfThePlatformIsEverybodys() {
        String code = Tenant.unique("platform");
        UUID policy = Rows.policy(null, code, "{}");

        UUID id = issued("policy_code", code);

        assertThat(Rows.secure(UUID.class, "select policy_id from certificates where id = ?", id))
                .containsExactly(policy);
        assertThat(Rows.secure(
                        UUID.class, "select policy_id from certificate_requests where issued_certificate_id = ?", id))
                .containsExactly(policy);
    }

    @Test
    void workflowThatIsMissingDeletedOrForeignIsRefused() {
        refused("workflow_code", "NO-SUCH-WORKFLOW");
        Rows.workflow(OTHER.administrator().organizationId(), "FOREIGN");
        refused("workflow_code", "FOREIGN");

        UUID workflow = Rows.workflow(ORGANIZATION, "OWN");
        UUID id = issued("workflow_code", "OWN");
        assertThat(Rows.secure(UUID.class, "select workflow_id from certificates where id = ?", id))
                .containsExactly(workflow);
        Rows.core("update workflows set deleted_at = now() where id = ?", workflow);
        refused("workflow_code", "OWN");
    }

    @Test
    void issuerThatIsMissingOrForeignIsRefused() {
        refused("issuer_id", UUID.randomUUID());
        refused("issuer_id", OTHER.issuing().id());
    }

    @Test
    void severalFaultsComeInOneAnswer() {
        Answer answer = TENANT.issue(
                        "faults.example",
                        Map.of("owner_user_id", UUID.randomUUID(), "policy_code", "NONE", "workflow_code", "NONE"))
                .expect(422, "invalid_reference");

        assertThat(answer.fields()).containsExactlyInAnyOrder("owner_user_id", "policy_code", "workflow_code");
    }

    @Test
    void ownerOfAnExistingCertificateIsCheckedTheSameWay() {
        UUID id = TENANT.issue("patched.example");

        Answer answer = TENANT.administrator()
                .patch(
                        Tenant.path(id),
                        Map.of("owner_user_id", OTHER.administrator().userId()))
                .expect(422, "invalid_reference");

        assertThat(answer.fields()).containsExactly("owner_user_id");
    }

    private static UUID issued(String member, Object value) {
        return TENANT.issue("referring.example", Map.of(member, value))
                .expect(201)
                .id();
    }

    private static void refused(String member, Object value) {
        Answer answer = TENANT.issue("referring.example", Map.of(member, value)).expect(422);
        assertThat(answer.fields()).containsExactly(member);
    }
}
