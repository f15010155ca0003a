package dev.clm.api.policy.policy;

import static dev.clm.api.testing.Bodies.POLICIES;
import static dev.clm.api.testing.Bodies.WORKFLOWS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Bodies;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is particular to policies and workflows: documents that issuance can read, tenants, the platform's own. */
class PoliciesIT {
    private final Tenant tenant = Tenant.create();
    private final Caller administrator = tenant.administrator();

    @Test
    void rulesThatIssuanceCouldNotReadAreRefusedByField() {
        Map<String, Object> rules = Map.of("max_sans", "many", "max_validty_days", 5);

        assertThat(administrator
                        .post(POLICIES, Bodies.policy(Map.of("policy_rules", rules)))
                        .expect(422)
                        .fields())
                .containsExactlyInAnyOrder("policy_rules.max_sans", "policy_rules.max_validty_days");
    }

    @Test
    void aDefinitionThatCouldNotBeFollowedIsRefusedByField() {
        Map<String, Object> definition = Map.of(
                "steps", List.of(Map.of("step_id", 1, "type", "approval"), Map.of("step_id", 1, "type", "hope")));

        assertThat(administrator
                        .post(WORKFLOWS, Bodies.workflow(Map.of("workflow_definition", definition)))
                        .expect(422)
                        .fields())
                .containsExactlyInAnyOrder("workflow_definition.steps[1].step_id", "workflow_definition.steps[1].type");
    }

    @Test
    @Tag("X2")
    void issuanceJudgesByAPolicyMadeOverTheApiUntilItIsDeleted() {
        Map<String, Object> policy = Bodies.policy(Map.of("status", "active"));
        UUID id = administrator.post(POLICIES, policy).expect(201).id();
        Map<String, Object> members = Map.of("policy_code", policy.get("policy_code"), "validity_days", 90);

        tenant.issue("judged.example", members).expect(422, "policy_violation");
        administrator.delete(POLICIES + "/" + id).expect(204);
        assertThat(tenant.issue("judged.example", members)
                        .expect(422, "invalid_reference")
                        .fields())
                .containsExactly("policy_code");
    }

    @Test
    void eachChangeCountsUpTheVersion() {
        UUID id = administrator
                .post(POLICIES, Bodies.policy(Map.of()))
                .expect(201)
                .id();

        assertThat(administrator
                        .patch(POLICIES + "/" + id, Map.of("status", "active"))
                        .expect(200)
                        .json()
                        .path("version")
                        .asInt())
                .isEqualTo(2);
        assertThat(administrator
                        .patch(POLICIES + "/" + id, Map.of("policy_code", "other"))
                        .expect(422)
                        .faults())
                .contains("not_changeable");
    }

    @Test
    void aPolicyCannotEndBeforeItBegins() {
        UUID id = administrator
                .post(POLICIES, Bodies.policy(Map.of("effective_from", "2027-01-01T00:00:00Z")))
                .expect(201)
                .id();

        assertThat(administrator
                        .patch(POLICIES + "/" + id, Map.of("effective_until", "2026-01-01T00:00:00Z"))
                        .expect(422)
                        .fields())
                .containsExactly("effective_until");
    }

    @Test
    @Tag("S3")
    void anotherTenantsPolicyIsNotThereAndThePlatformsIsForReading() {
        UUID foreign = Tenant.create()
                .administrator()
                .post(POLICIES, Bodies.policy(Map.of()))
                .expect(201)
                .id();
        UUID platform = Rows.policy(null, Tenant.unique("platform"), "{}");

        administrator.get(POLICIES + "/" + foreign).expect(404, "not_found");
        administrator.delete(POLICIES + "/" + foreign).expect(404, "not_found");
        administrator.get(POLICIES + "/" + platform).expect(200);
        administrator.delete(POLICIES + "/" + platform).expect(403, "forbidden");
        administrator
                .patch(POLICIES + "/" + platform, Map.of("status", "draft"))
                .expect(403, "forbidden");
    }

    @Test
    void certificateAdministratorsChangePoliciesButMakeNone() {
        Caller certificates = tenant.caller("CERT_ADMIN");
        UUID id = administrator
                .post(POLICIES, Bodies.policy(Map.of()))
                .expect(201)
                .id();

        certificates
                .patch(POLICIES + "/" + id, Map.of("description", "stricter"))
                .expect(200);
        certificates.get(POLICIES).expect(200);
        certificates.post(POLICIES, Bodies.policy(Map.of())).expect(403, "forbidden");
        certificates.delete(POLICIES + "/" + id).expect(403, "forbidden");
    }
}
