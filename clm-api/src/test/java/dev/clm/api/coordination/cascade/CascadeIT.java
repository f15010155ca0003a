package dev.clm.api.coordination.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import dev.clm.common.identifier.Identifiers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What psql deletes and restores in one database, rows in the other follow; the service is not asked. */
@Tag("X4")
class CascadeIT {
    private static final Tenant TENANT = Tenant.create();

    @Test
    void deletedPolicyIsTakenOutOfItsCertificatesAndPutBackWhenItReturns() {
        UUID policy = policy();
        UUID certificate = issue(policy);

        delete("policies", policy);
        eventually(() -> assertThat(policyOf(certificate)).isNull());
        restore("policies", policy);
        eventually(() -> assertThat(policyOf(certificate)).isEqualTo(policy));
        assertThat(effects(policy, "undone_at is not null")).isEqualTo(1);
    }

    @Test
    void returnOfAPolicyLeavesAloneWhatWasChangedMeanwhile() {
        UUID policy = policy();
        UUID other = policy();
        UUID changed = issue(policy);
        UUID untouched = issue(policy);

        delete("policies", policy);
        eventually(() -> assertThat(policyOf(untouched)).isNull());
        eventually(() -> assertThat(policyOf(changed)).isNull());
        Rows.secure("update certificates set policy_id = ? where id = ?", other, changed);
        restore("policies", policy);
        eventually(() -> assertThat(policyOf(untouched)).isEqualTo(policy));
        assertThat(policyOf(changed)).isEqualTo(other);
    }

    @Test
    void deletedCertificatesFollowTheirPolicyToo() {
        UUID policy = policy();
        UUID certificate = issue(policy);
        TENANT.administrator().delete(Tenant.path(certificate)).expect(204);

        delete("policies", policy);
        eventually(() -> assertThat(policyOf(certificate)).isNull());
    }

    @Test
    void requestsShowADeletedPolicyUntilItIsGoneAltogether() {
        UUID policy = policy();
        UUID certificate = issue(policy);

        delete("policies", policy);
        eventually(() -> assertThat(policyOf(certificate)).isNull());
        assertThat(Rows.countSecure("certificate_requests where policy_id = ?", policy))
                .isEqualTo(1);
        assertThat(Rows.countSecure("departed_targets where target_id = ? and is_departed", policy))
                .isEqualTo(1);
        Rows.core("delete from policies where id = ?", policy);
        eventually(() -> assertThat(Rows.countSecure("certificate_requests where policy_id = ?", policy))
                .isZero());
    }

    @Test
    void deletedWorkflowIsTakenOutOfItsCertificates() {
        UUID workflow = Rows.workflow(organization(), "w" + Identifiers.next());
        UUID certificate = TENANT.issue("workflow.example");
        Rows.secure("update certificates set workflow_id = ? where id = ?", workflow, certificate);

        delete("workflows", workflow);
        eventually(() -> assertThat(Rows.countSecure("certificates where id = ? and workflow_id is null", certificate))
                .isEqualTo(1));
        restore("workflows", workflow);
        eventually(() -> assertThat(Rows.countSecure("certificates where workflow_id = ?", workflow))
                .isEqualTo(1));
    }

    @Test
    void certificatesOfADeletedOwnerAreQuarantinedUntilTheOwnerReturns() {
        UUID owner = TENANT.caller("CERT_ADMIN").userId();
        UUID certificate = ownedBy(owner);

        delete("users", owner);
        eventually(() -> assertThat(quarantined(certificate)).isTrue());
        TENANT.administrator().get(Tenant.path(certificate)).expect(200);
        restore("users", owner);
        eventually(() -> assertThat(quarantined(certificate)).isFalse());
    }

    @Test
    void keyOfADeletedOwnerIsNotReleased() {
        UUID owner = TENANT.caller("CERT_ADMIN").userId();
        Map<String, Object> body =
                new HashMap<>(Tenant.madeKey("released.example", Map.of("algorithm", "ECDSA", "exportable", true)));
        body.put("owner_user_id", owner);
        UUID certificate = TENANT.administrator()
                .post(Tenant.CERTIFICATES, body)
                .expect(201)
                .id();
        String export = Tenant.path(certificate) + "/private-key/export";
        Map<String, Object> asked = Map.of("format", "pkcs8", "passphrase", "correct horse battery");
        TENANT.administrator().post(export, asked).expect(200);

        delete("users", owner);
        eventually(() -> assertThat(quarantined(certificate)).isTrue());
        TENANT.administrator().post(export, asked).expect(403);
        restore("users", owner);
        eventually(() -> assertThat(quarantined(certificate)).isFalse());
        TENANT.administrator().post(export, asked).expect(200);
    }

    @Test
    void newOwnerEndsTheQuarantineForGood() {
        UUID owner = TENANT.caller("CERT_ADMIN").userId();
        UUID certificate = ownedBy(owner);
        delete("users", owner);
        eventually(() -> assertThat(quarantined(certificate)).isTrue());

        TENANT.administrator()
                .patch(
                        Tenant.path(certificate),
                        Map.of("owner_user_id", TENANT.administrator().userId()))
                .expect(200);
        assertThat(quarantined(certificate)).isFalse();
        restore("users", owner);
        eventually(() -> assertThat(effects(owner, "undone_at is not null")).isEqualTo(1));
        assertThat(Rows.countSecure(
                        "certificates where id = ? and owner_user_id = ?",
                        certificate,
                        TENANT.administrator().userId()))
                .isEqualTo(1);
    }

    @Test
    void deletedOrganizationTakesItsCertificatesWithItAndBringsBackOnlyThose() {
        Tenant tenant = Tenant.create();
        UUID organization = tenant.administrator().organizationId();
        UUID living = tenant.issue("living.example");
        UUID deleted = tenant.issue("deleted.example");
        tenant.administrator().delete(Tenant.path(deleted)).expect(204);

        delete("organizations", organization);
        eventually(() -> assertThat(liveMetadata(organization)).isZero());
        assertThat(Rows.countSecure("certificates where organization_id = ? and deleted_at is null", organization))
                .isZero();
        assertThat(Rows.countSecure("private_keys where organization_id = ? and quarantined_at is null", organization))
                .isZero();
        assertThat(Rows.countSecure("private_keys where organization_id = ? and deleted_at is not null", organization))
                .isZero();

        restore("organizations", organization);
        eventually(() -> assertThat(
                        Rows.countCore("certificate_metadata where certificate_id = ? and deleted_at is null", living))
                .isEqualTo(1));
        assertThat(Rows.countSecure("certificates where id = ? and deleted_at is not null", deleted))
                .isEqualTo(1);
        assertThat(Rows.countSecure(
                        "private_keys where organization_id = ? and quarantined_at is not null", organization))
                .isZero();
        assertThat(Rows.countSecure("secure_audit_log where resource_id = ? and action = 'cascaded'", organization))
                .isPositive();
    }

    @Test
    void workflowInstanceLosesADeletedCertificateAndGetsItBack() {
        UUID certificate = TENANT.issue("instance.example");
        UUID instance = instance("certificate_id", certificate);

        TENANT.administrator().delete(Tenant.path(certificate)).expect(204);
        eventually(
                () -> assertThat(Rows.countCore("workflow_instances where id = ? and certificate_id is null", instance))
                        .isEqualTo(1));
        TENANT.administrator()
                .post(Tenant.path(certificate) + "/restore", Map.of())
                .expect(200);
        eventually(() -> assertThat(Rows.countCore("workflow_instances where certificate_id = ?", certificate))
                .isEqualTo(1));
    }

    @Test
    void moreRowsThanOneDeliveryTakesFollowToo() {
        UUID certificate = TENANT.issue("many.example");
        UUID workflow = Rows.workflow(organization(), "w" + Identifiers.next());
        int rows = Rows.core(
                "insert into workflow_instances (workflow_id, instance_code, workflow_type, organization_id,"
                        + " initiated_by_user_id, certificate_id) select ?, 'many ' || gen_random_uuid(),"
                        + " 'certificate_request', ?, ?, ? from generate_series(1, 21000)",
                workflow,
                organization(),
                TENANT.administrator().userId(),
                certificate);

        TENANT.administrator().delete(Tenant.path(certificate)).expect(204);
        eventually(() -> assertThat(
                        Rows.countCore("cascade_effects where target_id = ? and undone_at is null", certificate))
                .isEqualTo(rows));
        TENANT.administrator()
                .post(Tenant.path(certificate) + "/restore", Map.of())
                .expect(200);
        eventually(() -> assertThat(Rows.countCore("workflow_instances where certificate_id = ?", certificate))
                .isEqualTo(rows));
    }

    @Test
    void workflowInstanceLosesADeletedRequestAndGetsItBack() {
        UUID certificate = TENANT.issue("request.example");
        UUID request = Rows.secure(
                        UUID.class, "select id from certificate_requests where issued_certificate_id = ?", certificate)
                .get(0);
        UUID instance = instance("certificate_request_id", request);

        Rows.secure("update certificate_requests set deleted_at = now() where id = ?", request);
        eventually(() -> assertThat(
                        Rows.countCore("workflow_instances where id = ? and certificate_request_id is null", instance))
                .isEqualTo(1));
        Rows.secure("update certificate_requests set deleted_at = null where id = ?", request);
        eventually(() -> assertThat(Rows.countCore("workflow_instances where certificate_request_id = ?", request))
                .isEqualTo(1));
    }

    /** A request that checked the policy before the delete, and stored its certificate after the cascade had passed. */
    @Test
    void secondLookFindsWhatWasWrittenWhileTheTargetWasBeingDeleted() {
        UUID policy = policy();
        UUID early = issue(policy);
        UUID late = TENANT.issue("late.example");
        delete("policies", policy);
        eventually(() -> assertThat(policyOf(early)).isNull());

        Rows.secure("update certificates set policy_id = ? where id = ?", policy, late);
        Rows.secure("update departed_targets set second_look_at = now() where target_id = ?", policy);
        secondLook();
        assertThat(policyOf(late)).isNull();
        restore("policies", policy);
        eventually(() -> assertThat(policyOf(late)).isEqualTo(policy));
    }

    @Test
    void deletesAndRestoresOfOneRowAreAppliedInTheirOrder() {
        UUID policy = policy();
        UUID certificate = issue(policy);

        for (int i = 0; i < 5; i++) {
            delete("policies", policy);
            restore("policies", policy);
        }
        delete("policies", policy);
        eventually(() -> assertThat(Rows.countCore("outbox where aggregate_id = ? and state <> 'done'", policy))
                .isZero());
        assertThat(policyOf(certificate)).isNull();
        assertThat(effects(policy, "undone_at is null")).isEqualTo(1);
    }

    @Test
    void deletesWaitForADatabaseThatIsAwayAndAreAppliedOnce() {
        UUID policy = policy();
        UUID certificate = issue(policy);
        secureIsReadOnly(true);
        try {
            delete("policies", policy);
            eventually(() -> assertThat(Rows.countCore(
                            "outbox where aggregate_id = ? and state = 'pending' and attempts = 0"
                                    + " and next_attempt_at > created_at",
                            policy))
                    .isEqualTo(1));
            assertThat(policyOf(certificate)).isEqualTo(policy);
        } finally {
            secureIsReadOnly(false);
        }
        eventually(() -> assertThat(policyOf(certificate)).isNull());
        assertThat(effects(policy, "true")).isEqualTo(1);
    }

    /** As after a failover to a replica: it can be read, and every write is refused. */
    private static void secureIsReadOnly(boolean readOnly) {
        Rows.core("alter database clm_secure_db set default_transaction_read_only = " + readOnly);
        Rows.core("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'clm_secure_db'");
    }

    @Test
    void copyThatWasChangedByHandIsToldAgain() {
        UUID certificate = TENANT.issue("copied.example");

        Rows.core(
                "update certificate_metadata set status = 'revoked', deleted_at = now() where certificate_id = ?",
                certificate);
        eventually(() -> assertThat(Rows.countCore(
                        "certificate_metadata where certificate_id = ? and status = 'active' and deleted_at is null",
                        certificate))
                .isEqualTo(1));
    }

    @Test
    void metadataThatWereRemovedByHandComeBackWithTheirAnnotations() {
        UUID certificate = TENANT.issue("removed.example", Map.of("tags", List.of("kept"), "notes", "of mine"))
                .expect(201)
                .id();

        Rows.core("delete from certificate_metadata where certificate_id = ?", certificate);
        eventually(() -> assertThat(Rows.countCore(
                        "certificate_metadata where certificate_id = ? and tags = '{kept}' and notes = 'of mine'"
                                + " and common_name = 'removed.example'",
                        certificate))
                .isEqualTo(1));
    }

    private static void secondLook() {
        RunningService.shared()
                .context()
                .getBean("cascadeInSecure", ReferenceCascade.class)
                .lookAgain(1_000);
    }

    private static UUID organization() {
        return TENANT.administrator().organizationId();
    }

    private static UUID policy() {
        return Rows.policy(organization(), "p" + Identifiers.next(), "{}");
    }

    private static UUID issue(UUID policy) {
        String code = Rows.core(String.class, "select policy_code from policies where id = ?", policy)
                .get(0);
        return TENANT.issue("policy.example", Map.of("policy_code", code))
                .expect(201)
                .id();
    }

    private static UUID ownedBy(UUID owner) {
        return TENANT.issue("owned.example", Map.of("owner_user_id", owner))
                .expect(201)
                .id();
    }

    private static UUID instance(String column, UUID target) {
        UUID workflow = Rows.workflow(organization(), "w" + Identifiers.next());
        UUID id = Identifiers.next();
        Rows.core(
                "insert into workflow_instances (id, workflow_id, instance_code, workflow_type, organization_id,"
                        + " initiated_by_user_id, " + column + ") values (?, ?, ?, 'certificate_request', ?, ?, ?)",
                id,
                workflow,
                id.toString(),
                organization(),
                TENANT.administrator().userId(),
                target);
        return id;
    }

    private static void delete(String table, UUID id) {
        assertThat(Rows.core("update " + table + " set deleted_at = now() where id = ?", id))
                .isEqualTo(1);
    }

    private static void restore(String table, UUID id) {
        assertThat(Rows.core("update " + table + " set deleted_at = null where id = ?", id))
                .isEqualTo(1);
    }

    private static UUID policyOf(UUID certificate) {
        return Rows.secure(UUID.class, "select policy_id from certificates where id = ?", certificate)
                .get(0);
    }

    private static boolean quarantined(UUID certificate) {
        return Rows.countSecure("certificates where id = ? and quarantined_at is not null", certificate) == 1;
    }

    private static long liveMetadata(UUID organization) {
        return Rows.countCore("certificate_metadata where organization_id = ? and deleted_at is null", organization);
    }

    private static long effects(UUID target, String state) {
        return Rows.countSecure("cascade_effects where target_id = ? and " + state, target);
    }

    private static void eventually(ThrowingRunnable fact) {
        await().dontCatchUncaughtExceptions().atMost(Duration.ofSeconds(40)).untilAsserted(fact);
    }
}
