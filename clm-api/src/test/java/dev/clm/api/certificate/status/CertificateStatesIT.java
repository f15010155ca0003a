package dev.clm.api.certificate.status;

import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.config.Job;
import dev.clm.api.testing.Answer;
import dev.clm.api.testing.IssuedPath;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of certificates as time goes by, and what must not. */
@Tag("I5")
class CertificateStatesIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Tenant tenant = Tenant.create();

    @Test
    void whatHasEndedIsExpiredInBothDatabases() {
        UUID ended = tenant.issue("ended.example");
        UUID other = tenant.issue("other.example");
        ends(ended, -1);

        goByTime();

        awaitState(ended, "expired");
        assertThat(found("expired")).containsExactly(ended.toString());
        assertThat(found("active")).contains(other.toString()).doesNotContain(ended.toString());
    }

    @Test
    void whatIsAboutToEndIsExpiringAndThenExpired() {
        UUID id = tenant.issue("ending.example");
        ends(id, 20);
        goByTime();
        awaitState(id, "expiring");

        ends(id, -1);
        goByTime();

        awaitState(id, "expired");
    }

    /** Its certificates, its lists and its keys are as good as before. */
    @Test
    @Tag("R2")
    void anExpiringAuthorityIssuesAndListsAsBefore() {
        UUID issued = tenant.issue("before.example");
        ends(tenant.issuing().id(), 20);
        ends(tenant.root().id(), 20);
        goByTime();
        awaitState(tenant.issuing().id(), "expiring");
        awaitState(tenant.root().id(), "expiring");

        tenant.issue("after.example", Map.of()).expect(201);
        tenant.administrator()
                .post(CERTIFICATES + "/" + issued + "/revoke", Map.of("reason", "superseded"))
                .expect(200);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(Rows.countSecure(
                                "certificate_revocations where certificate_id = ? and crl_entry_added", issued))
                        .isEqualTo(1));
        tenant.administrator()
                .post(Tenant.AUTHORITIES + "/" + tenant.issuing().id() + "/make-default", Map.of())
                .expect(200);
    }

    @Test
    @Tag("R2")
    void anExpiredAuthorityIssuesNoMoreAndKeepsItsLastList() {
        ends(tenant.issuing().id(), -1);
        goByTime();
        awaitState(tenant.issuing().id(), "expired");

        Answer refusal = tenant.issue(
                        "late.example",
                        Map.of("issuer_id", tenant.issuing().id().toString()))
                .expect(422);

        assertThat(refusal.fields()).containsExactly("issuer_id");
        assertThat(IssuedPath.crl(tenant.fetch(tenant.issuing().crlPath()))).isNotNull();
    }

    @Test
    @Tag("R1")
    void aHoldEndsAsWhatTheCertificateWouldBe() {
        UUID id = tenant.issue("held.example");
        revoke(id, "certificate_hold");
        ends(id, 20);
        goByTime();
        assertThat(state(id)).isEqualTo("suspended");

        Answer lifted = tenant.administrator()
                .post(Tenant.path(id) + "/unrevoke", Map.of())
                .expect(200);

        assertThat(lifted.text("status")).isEqualTo("expiring");
    }

    @Test
    void whatHasExpiredOrIsRevokedMakesRoomAndAHoldDoesNot() {
        UUID first = tenant.issue("first.example");
        UUID second = tenant.issue("second.example");
        UUID organization = tenant.administrator().organizationId();
        long all = Rows.countCore("certificate_metadata where organization_id = ?", organization);
        Rows.core("update organizations set max_certificates = ? where id = ?", (int) all, organization);
        revoke(first, "certificate_hold");
        tenant.issue("full.example", Map.of()).expect(422, "quota_exceeded");

        revoke(first, "superseded");
        tenant.issue("room.example", Map.of()).expect(201);
        tenant.issue("full.example", Map.of()).expect(422, "quota_exceeded");

        ends(second, -1);
        goByTime();
        awaitState(second, "expired");
        tenant.issue("room-again.example", Map.of()).expect(201);
        tenant.issue("full.example", Map.of()).expect(422, "quota_exceeded");
    }

    private void revoke(UUID id, String reason) {
        tenant.administrator()
                .post(Tenant.path(id) + "/revoke", Map.of("reason", reason))
                .expect(200);
    }

    private static void ends(UUID id, int days) {
        Rows.secureUnseen(
                "update certificates set not_before = now() - interval '300 days', not_after = now() + ? * interval"
                        + " '1 day' where id = ?",
                days,
                id);
    }

    private static void goByTime() {
        RunningService.shared()
                .context()
                .getBean("certificateStates", Job.class)
                .work()
                .run();
    }

    private void awaitState(UUID id, String state) {
        assertThat(state(id)).isEqualTo(state);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(Rows.core(
                                String.class, "select status from certificate_metadata where certificate_id = ?", id))
                        .containsExactly(state));
    }

    private String state(UUID id) {
        return tenant.administrator().get(Tenant.path(id)).expect(200).text("status");
    }

    private List<String> found(String status) {
        return tenant.administrator()
                .get(CERTIFICATES + "?status=" + status)
                .expect(200)
                .json()
                .get("items")
                .valueStream()
                .map(item -> item.get("id").asString())
                .toList();
    }
}
