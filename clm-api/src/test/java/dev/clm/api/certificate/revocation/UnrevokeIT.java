package dev.clm.api.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.IssuedPath;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import java.math.BigInteger;
import java.security.cert.X509CRLEntry;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Line B5: a hold, and nothing else, can be lifted. */
@Tag("R1")
class UnrevokeIT {
    private static final Tenant TENANT = Tenant.create();
    private static final Caller ADMINISTRATOR = TENANT.administrator();
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    @Tag("keys-B5")
    void aLiftedHoldLeavesTheListAndBothDatabases() {
        Answer issued = TENANT.issue("held.example", Map.of()).expect(201);
        revoke(issued.id(), "certificate_hold");
        await().atMost(LONG).untilAsserted(() -> assertThat(entry(issued)).isNotNull());

        Answer lifted = unrevoke(issued.id()).expect(200);

        assertThat(lifted.text("status")).isEqualTo("active");
        assertThat(lifted.text("revocation_reason")).isNull();
        assertThat(lifted.text("revoked_at")).isNull();
        await().atMost(LONG).untilAsserted(() -> assertThat(entry(issued)).isNull());
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(Rows.core(
                                String.class,
                                "select status from certificate_metadata where certificate_id = ?",
                                issued.id()))
                        .containsExactly("active"));
        assertThat(Rows.countSecure(
                        "secure_audit_log where resource_id = ? and action = 'unrevoked' and user_id = ?",
                        issued.id(),
                        ADMINISTRATOR.userId()))
                .isEqualTo(1);
    }

    @Test
    @Tag("keys-B5")
    void whatIsNotOnHoldIsAConflict() {
        UUID id = TENANT.issue("never-held.example");
        unrevoke(id).expect(409, "state_conflict");
        revoke(id, "superseded");
        unrevoke(id).expect(409, "state_conflict");
        assertThat(ADMINISTRATOR.get(Tenant.path(id)).text("status")).isEqualTo("revoked");
    }

    @Test
    void aHoldThatOutlastedItsCertificateEndsAsExpired() {
        UUID id = TENANT.issue("outlasted.example");
        revoke(id, "certificate_hold");
        Rows.secureUnseen(
                "update certificates set not_before = now() - interval '9 days', not_after = now() - interval '1 day'"
                        + " where id = ?",
                id);
        assertThat(unrevoke(id).expect(200).text("status")).isEqualTo("expired");
    }

    /** By hand too: a later row that takes nothing off a list must not come in between. */
    @Test
    void aHoldThatIsLiftedByHandWhileItBecomesFinalStaysFinal() throws Exception {
        UUID id = TENANT.issue("lifted-by-hand.example");
        revoke(id, "certificate_hold");
        String row = "insert into certificate_revocations (certificate_id, revocation_reason, revoked_by_user_id,"
                + " organization_id) select id, '%s', owner_user_id, organization_id from certificates where id = '"
                + id
                + "'";
        CompletableFuture<Void> lifted;
        try (Connection database = RunningService.shared().superuser("clm_secure_db");
                Statement statement = database.createStatement()) {
            database.setAutoCommit(false);
            statement.execute(
                    "update certificates set status = 'revoked', revocation_reason = 'superseded' where id = '" + id
                            + "'");
            statement.execute(row.formatted("superseded"));
            lifted = CompletableFuture.runAsync(() -> Rows.secure(row.formatted("remove_from_crl")));
            await().until(() -> Rows.countSecure(
                            "pg_stat_activity where wait_event_type = 'Lock' and query like '%''remove_from_crl'', owner%'")
                    > 0);
            database.commit();
        }

        assertThatThrownBy(lifted::join).hasStackTraceContaining("stays revoked");
    }

    @Test
    @Tag("keys-B5")
    void dryRunLiftsNothing() {
        UUID id = TENANT.issue("still-held.example");
        revoke(id, "certificate_hold");

        Answer planned = ADMINISTRATOR
                .post(Tenant.path(id) + "/unrevoke?dry_run=true", Map.of())
                .expect(200);

        assertThat(planned.json().path("dry_run").asBoolean()).isTrue();
        assertThat(planned.text("status")).isEqualTo("active");
        assertThat(ADMINISTRATOR.get(Tenant.path(id)).text("status")).isEqualTo("suspended");
    }

    @Test
    void itNeedsThePermissionToRevoke() {
        UUID id = TENANT.issue("not-yours.example");
        revoke(id, "certificate_hold");
        TENANT.caller("USER").post(Tenant.path(id) + "/unrevoke", Map.of()).expect(403, "forbidden");
        Tenant.create()
                .administrator()
                .post(Tenant.path(id) + "/unrevoke", Map.of())
                .expect(404, "not_found");
    }

    private static Answer unrevoke(UUID id) {
        return ADMINISTRATOR.post(Tenant.path(id) + "/unrevoke", Map.of());
    }

    private static void revoke(UUID id, String reason) {
        ADMINISTRATOR
                .post(Tenant.path(id) + "/revoke", Map.of("reason", reason))
                .expect(200);
    }

    private static X509CRLEntry entry(Answer issued) {
        return IssuedPath.crl(TENANT.fetch(TENANT.issuing().crlPath()))
                .getRevokedCertificate(new BigInteger(issued.text("serial_number"), 16));
    }
}
