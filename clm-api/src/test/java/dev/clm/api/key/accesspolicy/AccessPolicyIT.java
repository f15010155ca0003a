package dev.clm.api.key.accesspolicy;

import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may use a private key, and for what: set over the API, and kept wherever a key is used. */
@Tag("K8")
class AccessPolicyIT {
    private static final Tenant TENANT = Tenant.create();
    private static final Caller ADMINISTRATOR = TENANT.administrator();

    @Test
    void aPolicySetAtIssuanceIsKept() {
        UUID id = issue(Map.of("allowed_operations", List.of("sign")));

        assertThat(policy(id).expect(200).text()).isEqualTo("{\"allowed_operations\":[\"sign\"]}");
        export(ADMINISTRATOR, id).expect(403, "forbidden");
        assertThat(refusals(id, "exported", "operation_not_allowed")).isEqualTo(1);
    }

    @Test
    void aChangeBindsTheNextUseAndIsAudited() {
        UUID id = issue(Map.of());
        assertThat(policy(id).expect(200).text()).isEqualTo("{}");
        export(ADMINISTRATOR, id).expect(200);

        change(id, Map.of("allowed_user_ids", List.of())).expect(200);
        export(ADMINISTRATOR, id).expect(403, "forbidden");
        Map<String, Object> lifted = new HashMap<>();
        lifted.put("allowed_user_ids", null);
        lifted.put("max_uses_per_day", 2);
        assertThat(change(id, lifted).expect(200).text()).isEqualTo("{\"max_uses_per_day\":2}");

        export(ADMINISTRATOR, id).expect(200);
        export(ADMINISTRATOR, id).expect(403, "forbidden");
        assertThat(Rows.secure(
                        String.class,
                        "select event_data->>'after' from secure_audit_log a join private_keys k on k.id = a.resource_id"
                                + " where k.certificate_id = ? and a.action = 'access_policy_changed'"
                                + " and a.event_category = 'key_access' and a.user_id = ? order by event_timestamp",
                        id,
                        ADMINISTRATOR.userId()))
                .containsExactly("{\"allowed_user_ids\": []}", "{\"max_uses_per_day\": 2}");
    }

    @Test
    @Tag("D2")
    void aPolicyThatSomebodyElseHasChangedIsNotOverwritten() {
        UUID id = issue(Map.of());
        String seen = policy(id).expect(200).header("ETag");
        change(id, Map.of("require_mfa", true)).expect(200);

        ADMINISTRATOR.patchIf(seen, path(id), Map.of("max_uses_per_day", 1)).expect(412, "precondition_failed");

        assertThat(policy(id).expect(200).text()).isEqualTo("{\"require_mfa\":true}");
    }

    @Test
    @Tag("A1")
    void itTakesAPermissionOfItsOwn() {
        UUID id = issue(Map.of());
        Caller lesser = TENANT.caller("CERT_ADMIN");

        lesser.get(path(id)).expect(200);
        lesser.patch(path(id), Map.of("require_mfa", true)).expect(403, "forbidden");
        Tenant.create().administrator().patch(path(id), Map.of()).expect(404, "not_found");
        ADMINISTRATOR.patch(path(TENANT.issue("own-key.example")), Map.of()).expect(409, "state_conflict");
    }

    @ParameterizedTest
    @Tag("X2")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"allowed_operation\":[]}                                            | allowed_operation",
                "{\"allowed_operation\":null}                                          | allowed_operation",
                "{\"allowed_operations\":[\"export\",\"decrypt\"]}                     | allowed_operations[1]",
                "{\"allowed_role_codes\":[\"a\\u0000b\"]}                              | allowed_role_codes[0]",
                "{\"max_uses_per_day\":0}                                              | max_uses_per_day",
                "{\"allowed_user_ids\":[\"00000000-0000-7000-8000-0000000000ff\"]}     | allowed_user_ids"
            })
    void whatIsNoRuleIsRefusedByName(String body, String field) {
        UUID id = issue(Map.of());

        assertThat(ADMINISTRATOR.patch(path(id), body).expect(422).fields()).containsExactly(field);
        assertThat(ADMINISTRATOR
                        .post(
                                CERTIFICATES,
                                "{\"subject\":{\"common_name\":\"a.example\"},\"certificate_type\":\"client\","
                                        + "\"key\":{\"algorithm\":\"ECDSA\",\"access_policy\":"
                                        + body.replace(":null", ":[]")
                                        + "}}")
                        .expect(422)
                        .fields())
                .containsExactly("key.access_policy." + field);
        assertThat(policy(id).expect(200).text()).isEqualTo("{}");
    }

    /** An authority that only some may have certificates issued by. Its lists are nobody's in particular. */
    @Test
    @Tag("R2")
    void theKeyOfAnAuthoritySignsForWhomItsPolicyAllowsAndGoesOnSigningLists() {
        Tenant own = Tenant.create();
        UUID authority = own.issuing().id();
        UUID before = own.issue("before.example");
        Caller operator = own.caller("CERT_OPERATOR");
        own.administrator()
                .patch(path(authority), Map.of("allowed_role_codes", List.of("CERT_OPERATOR")))
                .expect(200);

        own.issue("refused.example", Map.of()).expect(403, "forbidden");
        operator.post(CERTIFICATES, Tenant.request("allowed.example", Map.of())).expect(201);
        own.administrator()
                .patch(path(authority), Map.of("max_uses_per_day", 2))
                .expect(200);
        operator.post(CERTIFICATES, Tenant.request("second.example", Map.of())).expect(201);
        operator.post(CERTIFICATES, Tenant.request("third.example", Map.of())).expect(403, "forbidden");

        assertThat(refusals(authority, "signed", "user_not_allowed")).isEqualTo(1);
        assertThat(refusals(authority, "signed", "daily_limit_reached")).isEqualTo(1);
        own.administrator()
                .post(Tenant.path(before) + "/revoke", Map.of("reason", "superseded"))
                .expect(200);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Rows.countSecure(
                                "certificate_revocations where certificate_id = ? and crl_entry_added", before))
                        .isEqualTo(1));
    }

    @Test
    @Tag("R3")
    void anAuthorityCannotBeForbiddenToSignItsLists() {
        assertThat(change(TENANT.issuing().id(), Map.of("allowed_operations", List.of("export")))
                        .expect(422)
                        .fields())
                .containsExactly("allowed_operations");
    }

    private static UUID issue(Map<String, ?> policy) {
        return ADMINISTRATOR
                .post(
                        CERTIFICATES,
                        Tenant.madeKey(
                                "policy.example",
                                Map.of("algorithm", "ECDSA", "exportable", true, "access_policy", policy)))
                .expect(201)
                .id();
    }

    private static Answer policy(UUID id) {
        return ADMINISTRATOR.get(path(id));
    }

    private static Answer change(UUID id, Map<String, ?> rules) {
        return ADMINISTRATOR.patch(path(id), rules);
    }

    private static Answer export(Caller caller, UUID id) {
        return caller.post(
                Tenant.path(id) + "/private-key/export",
                Map.of("format", "pkcs8", "passphrase", "correct horse battery"));
    }

    private static long refusals(UUID certificate, String action, String reason) {
        return Rows.countSecure(
                "secure_audit_log a join private_keys k on k.id = a.resource_id where k.certificate_id = ?"
                        + " and a.action = ? and a.error_message = ? and a.result = 'failure'",
                certificate,
                action,
                reason);
    }

    private static String path(UUID certificate) {
        return Tenant.path(certificate) + "/private-key/access-policy";
    }
}
