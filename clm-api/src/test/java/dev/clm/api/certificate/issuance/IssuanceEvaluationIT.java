package dev.clm.api.certificate.issuance;

import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Bodies;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The what-if says what issuing would do, and does nothing. */
class IssuanceEvaluationIT {
    private static final Tenant TENANT = Tenant.create();
    private static final List<String> SECURE_TABLES = List.of(
            "certificates",
            "private_keys",
            "certificate_requests",
            "secure_audit_log",
            "outbox",
            "idempotency_keys",
            "certificate_revocation_lists");

    @AfterEach
    void endPolicies() {
        Rows.core(
                "update policies set status = 'archived' where organization_id = ?",
                TENANT.administrator().organizationId());
    }

    @Test
    void evaluationStoresNothing() {
        List<Long> before = rowCounts();

        evaluate(Tenant.request("what-if.example", Map.of()));
        evaluate(Tenant.madeKey("what-if.example", Map.of("algorithm", "ECDSA")));
        evaluate(Tenant.request("what-if.example", Map.of("policy_code", "NONE")));

        assertThat(rowCounts()).isEqualTo(before);
    }

    @Test
    void whatWouldBeIssuedIsAllowed() {
        Answer verdict = evaluate(Tenant.request("fine.example", Map.of()));

        assertThat(verdict.json().path("allowed").asBoolean()).isTrue();
        assertThat(verdict.fields()).isEmpty();
    }

    @Test
    void everyRuleOfThePolicyGetsItsVerdict() {
        String code = Tenant.unique("policy");
        Rows.policy(TENANT.administrator().organizationId(), code, "{\"max_validity_days\":10,\"max_sans\":5}");

        Answer verdict = evaluate(Tenant.request("ruled.example", Map.of("policy_code", code)));

        assertThat(verdict.text("policy_code")).isEqualTo(code);
        assertThat(verdict.json().path("allowed").asBoolean()).isFalse();
        assertThat(verdict.json()
                        .path("rules")
                        .valueStream()
                        .map(rule -> rule.path("rule").asString() + " "
                                + rule.path("verdict").asString()))
                .containsExactlyInAnyOrder("max_validity_days violation", "max_sans pass");
    }

    @Test
    void approvalsThatWouldBeAskedForAreListed() {
        UUID organization = TENANT.administrator().organizationId();
        String policy = Tenant.unique("policy");
        Rows.policy(organization, policy, "{\"require_approval\":true}");
        Map<String, Object> workflow = Bodies.workflow(Map.of("status", "active"));
        TENANT.administrator().post(Bodies.WORKFLOWS, workflow).expect(201);

        Answer verdict = evaluate(Tenant.request(
                "approved.example", Map.of("policy_code", policy, "workflow_code", workflow.get("workflow_code"))));

        assertThat(verdict.json().path("allowed").asBoolean()).isFalse();
        assertThat(verdict.json().path("approvals").valueStream().map(approval -> approval.asString()))
                .containsExactly(
                        "policy " + policy + ": by someone other than the requester",
                        "workflow " + workflow.get("workflow_code") + ", step 1: by ops");
    }

    @Test
    void refusalIsToldInTheWordsOfIssuing() {
        Map<String, Object> body = Tenant.request("refused.example", Map.of("owner_user_id", UUID.randomUUID()));

        Answer verdict = evaluate(body);

        Answer refusal = TENANT.administrator().post(CERTIFICATES, body).expect(422);
        assertThat(verdict.json().path("errors")).isEqualTo(refusal.json().path("errors"));
        assertThat(verdict.json().path("allowed").asBoolean()).isFalse();
    }

    private static Answer evaluate(Map<String, Object> body) {
        return TENANT.administrator().post(CERTIFICATES + "/evaluate", body).expect(200);
    }

    private static List<Long> rowCounts() {
        return SECURE_TABLES.stream()
                .map(table -> Rows.countSecure(
                        table + " where organization_id = ?",
                        TENANT.administrator().organizationId()))
                .toList();
    }
}
