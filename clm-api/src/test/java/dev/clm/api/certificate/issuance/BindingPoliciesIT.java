package dev.clm.api.certificate.issuance;

import static dev.clm.api.testing.Tenant.AUTHORITIES;
import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Policies bind what they apply to, named or not. */
@Tag("I1")
@Tag("A.1")
class BindingPoliciesIT {
    private static final Tenant TENANT = Tenant.create();
    private static final UUID ORGANIZATION = TENANT.administrator().organizationId();

    private UUID platform;

    @AfterEach
    void endPolicies() {
        Rows.core(
                "update policies set status = 'archived' where organization_id = ? or id = ?", ORGANIZATION, platform);
    }

    @Test
    void mandatoryPolicyBindsARequestThatDoesNotNameIt() {
        String code = policy("{\"max_validity_days\":10}");

        Answer refusal =
                TENANT.issue("unnamed.example", Map.of("validity_days", 11)).expect(422, "policy_violation");

        assertThat(refusal.fields()).containsExactly("policy_code");
        assertThat(refusal.faults()).containsExactly("max_validity_days");
        assertThat(refusal.text()).contains(code);
        TENANT.issue("unnamed.example", Map.of("validity_days", 10)).expect(201);
    }

    @Test
    void namingAWeakerPolicyWeakensNothing() {
        policy("{\"max_validity_days\":10}");
        String weak = policy("{\"max_validity_days\":300}");

        TENANT.issue("weaker.example", Map.of("policy_code", weak, "validity_days", 11))
                .expect(422, "policy_violation");
    }

    @Test
    void namingAStricterPolicyAddsIt() {
        policy("{\"max_validity_days\":300}");
        String strict = policy("{\"max_validity_days\":10}");
        Rows.core(
                "update policies set enforcement_level = 'mandatory', status = 'active' where policy_code = ?", strict);

        TENANT.issue("stricter.example", Map.of("policy_code", strict, "validity_days", 11))
                .expect(422, "policy_violation");
    }

    @Test
    void policyForOtherTypesBindsNothingElse() {
        String code = policy("{\"max_validity_days\":10}");
        Rows.core("update policies set applies_to_cert_types = '{server}' where policy_code = ?", code);

        TENANT.issue("typed.example", Map.of("validity_days", 11)).expect(201);
        TENANT.issue("typed.example", Map.of("validity_days", 11, "certificate_type", "server"))
                .expect(422, "policy_violation");
    }

    @Test
    void policyThatIsNotInForceBindsNothing() {
        String draft = policy("{\"max_validity_days\":10}");
        Rows.core("update policies set status = 'draft' where policy_code = ?", draft);
        String later = policy("{\"max_validity_days\":10}");
        Rows.core("update policies set effective_from = now() + interval '1 day' where policy_code = ?", later);

        TENANT.issue("not-yet.example", Map.of("validity_days", 11)).expect(201);
    }

    @Test
    void advisoryPolicyIsReportedAndRefusesNothing() {
        String code = policy("{\"max_validity_days\":10}");
        Rows.core("update policies set enforcement_level = 'advisory' where policy_code = ?", code);

        Answer verdict = evaluate(Map.of("validity_days", 11));

        assertThat(verdict.json().path("allowed").asBoolean()).isTrue();
        assertThat(verdict.json().path("rules").path(0).path("verdict").asString())
                .isEqualTo("violation");
        assertThat(verdict.json().path("rules").path(0).path("policy_code").asString())
                .isEqualTo(code);
    }

    @Test
    void policyOfThePlatformBindsEveryOrganization() {
        String code = Tenant.unique("platform");
        platform = Rows.policy(null, code, "{\"max_validity_days\":397}");

        TENANT.issue("platform.example", Map.of("validity_days", 398)).expect(422, "policy_violation");
    }

    @Test
    void organizationsPolicyOfTheSameCodeDoesNotReplaceThePlatforms() {
        String code = Tenant.unique("same");
        platform = Rows.policy(null, code, "{\"max_validity_days\":397}");
        Rows.policy(ORGANIZATION, code, "{}");

        TENANT.issue("same.example", Map.of("validity_days", 398, "policy_code", code))
                .expect(422, "policy_violation");
    }

    @Test
    void mostSpecificPolicyComesFirstAndGoverns() {
        platform = Rows.policy(null, Tenant.unique("a-platform"), "{}");
        String all = policy("{}");
        String two = policy("{}");
        Rows.core("update policies set applies_to_cert_types = '{leaf,server}' where policy_code = ?", two);
        String one = policy("{}");
        Rows.core("update policies set applies_to_cert_types = '{leaf}' where policy_code = ?", one);

        Answer verdict = evaluate(Map.of());
        UUID issued = TENANT.issue("governed.example", Map.of()).expect(201).id();

        assertThat(verdict.text("policy_code")).isEqualTo(one);
        assertThat(verdict.json().path("policies").valueStream().map(code -> code.asString()))
                .startsWith(one, two, all)
                .hasSize(4);
        assertThat(Rows.countSecure(
                        "certificates where id = ? and policy_id is not null and policy_id = ?",
                        issued,
                        Rows.core(UUID.class, "select id from policies where policy_code = ?", one)
                                .get(0)))
                .isEqualTo(1);
    }

    @Test
    void mandatoryPolicyThatCannotBeReadRefuses() {
        policy("{\"max_validity_day\":10}");

        assertThat(TENANT.issue("unreadable.example", Map.of())
                        .expect(422, "policy_violation")
                        .faults())
                .containsExactly("unreadable_policy");
    }

    @Test
    void authorityIsBoundByPoliciesThatNameItsType() {
        policy("{\"max_validity_days\":10}");
        Map<String, Object> root =
                Map.of("name", Tenant.unique("ca"), "subject", Map.of("common_name", "Bound"), "validity_days", 3650);
        String roots = policy("{\"max_validity_days\":3649}");
        Rows.core("update policies set applies_to_cert_types = '{root}' where policy_code = ?", roots);

        assertThat(TENANT.administrator()
                        .post(AUTHORITIES, root)
                        .expect(422, "policy_violation")
                        .faults())
                .containsExactly("max_validity_days");
        Rows.core("update policies set status = 'archived' where policy_code = ?", roots);
        TENANT.administrator().post(AUTHORITIES, root).expect(201);
    }

    private static String policy(String rules) {
        String code = Tenant.unique("policy");
        Rows.policy(ORGANIZATION, code, rules);
        return code;
    }

    private static Answer evaluate(Map<String, ?> members) {
        return TENANT.administrator()
                .post(CERTIFICATES + "/evaluate", Tenant.request("what-if.example", members))
                .expect(200);
    }
}
