package dev.clm.api.certificate.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import dev.clm.api.testing.TestCsr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an organization's policies, workflows and limits say to a request. */
class PolicyAndQuotaIT {
    private static final Tenant TENANT = Tenant.create();
    private static final UUID ORGANIZATION = TENANT.administrator().organizationId();

    @AfterEach
    void endPolicies() {
        Rows.core("update policies set status = 'archived' where organization_id = ?", ORGANIZATION);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max_validity_days|{\"max_validity_days\":10}",
                "min_key_size|{\"min_key_size\":384}",
                "allowed_algorithms|{\"allowed_algorithms\":[\"RSA\"]}",
                "allowed_san_types|{\"allowed_san_types\":[\"IP\"]}",
                "max_sans|{\"max_sans\":0}",
                "allowed_dns_suffixes|{\"allowed_dns_suffixes\":[\"elsewhere.example\"]}",
                "approval_required|{\"require_approval\":true}"
            })
    void violatedRuleRefusesAndIsNamed(String rule, String rules) {
        Answer answer = underPolicy(rules).expect(422, "policy_violation");

        assertThat(answer.fields()).containsExactly("policy_code");
        assertThat(answer.faults()).containsExactly(rule);
    }

    @Test
    void requestWithinItsPolicyIsIssued() {
        underPolicy("{\"max_validity_days\":90,\"min_key_size\":256,\"allowed_algorithms\":[\"ECDSA\"],\"max_sans\":1,"
                        + "\"allowed_dns_suffixes\":[\"rules.example\"]}")
                .expect(201);
    }

    @Test
    void advisoryPolicyRefusesNothing() {
        String code = Tenant.unique("advisory");
        UUID policy = Rows.policy(ORGANIZATION, code, "{\"max_sans\":0}");
        Rows.core("update policies set enforcement_level = 'advisory' where id = ?", policy);

        TENANT.issue("a.rules.example", Map.of("policy_code", code)).expect(201);
    }

    @Test
    void policyForOtherCertificateTypesIsRefused() {
        String code = Tenant.unique("email");
        UUID policy = Rows.policy(ORGANIZATION, code, "{}");
        Rows.core("update policies set applies_to_cert_types = '{email}' where id = ?", policy);

        assertThat(TENANT.issue("a.rules.example", Map.of("policy_code", code))
                        .expect(422, "policy_violation")
                        .faults())
                .containsExactly("not_applicable");
    }

    @Test
    void workflowThatAsksForAnApprovalIsNotSkipped() {
        String code = Tenant.unique("approval");
        UUID workflow = Rows.workflow(ORGANIZATION, code);
        Rows.core("update workflows set requires_approval = true where id = ?", workflow);

        Answer answer =
                TENANT.issue("a.rules.example", Map.of("workflow_code", code)).expect(422, "policy_violation");

        assertThat(answer.fields()).containsExactly("workflow_code");
    }

    @Test
    void organizationHasNoMoreCertificatesThanItMay() {
        Tenant full = Tenant.create();
        UUID organization = full.administrator().organizationId();
        long authorities = Rows.countCore("certificate_metadata where organization_id = ?", organization);
        Rows.core("update organizations set max_certificates = ? where id = ?", (int) authorities + 1, organization);

        UUID last = full.issue("last.example");
        full.issue("one-too-many.example", Map.of()).expect(422, "quota_exceeded");
        assertThat(Rows.countSecure("certificates where organization_id = ?", organization))
                .isEqualTo(authorities + 1);

        full.administrator().delete(Tenant.path(last)).expect(204);
        full.issue("room-again.example", Map.of()).expect(201);
    }

    @Test
    void authorityIsACertificateLikeOthersToTheQuota() {
        Tenant full = Tenant.create();
        UUID organization = full.administrator().organizationId();
        long authorities = Rows.countCore("certificate_metadata where organization_id = ?", organization);
        Rows.core("update organizations set max_certificates = ? where id = ?", (int) authorities + 1, organization);

        full.authority(Map.of());

        full.administrator()
                .post(
                        Tenant.AUTHORITIES,
                        Map.of("name", Tenant.unique("ca"), "subject", Map.of("common_name", "One too many")))
                .expect(422, "quota_exceeded");
        assertThat(Rows.countSecure("certificates where organization_id = ?", organization))
                .isEqualTo(authorities + 1);
    }

    @Test
    @Tag("T2")
    void requestsAtOnceDoNotOvershootTheQuota() throws Exception {
        Tenant full = Tenant.create();
        UUID organization = full.administrator().organizationId();
        long before = Rows.countSecure("certificates where organization_id = ?", organization);
        Rows.core("update organizations set max_certificates = ? where id = ?", (int) before + 3, organization);

        List<Callable<Integer>> requests = IntStream.range(0, 24)
                .<Callable<Integer>>mapToObj(i ->
                        () -> full.issue("at-once-" + i + ".example", Map.of()).status())
                .toList();
        ExecutorService clients = Executors.newFixedThreadPool(requests.size());
        List<Integer> statuses = new ArrayList<>();
        try {
            for (Future<Integer> answer : clients.invokeAll(requests)) {
                statuses.add(answer.get());
            }
        } finally {
            clients.shutdownNow();
        }

        assertThat(statuses).containsOnly(201, 422);
        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(3);
        assertThat(Rows.countSecure("certificates where organization_id = ?", organization))
                .isEqualTo(before + 3);
    }

    @Test
    void suspendedOrganizationIssuesNothing() {
        Tenant suspended = Tenant.create();
        Rows.core(
                "update organizations set status = 'suspended' where id = ?",
                suspended.administrator().organizationId());

        assertThat(suspended.issue("no.example", Map.of()).status()).isIn(401, 403);
        assertThat(Rows.countSecure(
                        "certificates where organization_id = ? and issuer_authority_id is not null",
                        suspended.administrator().organizationId()))
                .as("the issuing authority alone")
                .isEqualTo(1);
    }

    private static Answer underPolicy(String rules) {
        String code = Tenant.unique("policy");
        Rows.policy(ORGANIZATION, code, rules);
        Map<String, Object> body = new HashMap<>();
        body.put("csr", TestCsr.p256("www.rules.example").pem());
        body.put("policy_code", code);
        body.put("validity_days", 90);
        body.put("tags", List.of());
        return TENANT.administrator().post(Tenant.CERTIFICATES, body);
    }
}
