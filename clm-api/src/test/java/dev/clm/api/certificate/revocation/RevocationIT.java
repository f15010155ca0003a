package dev.clm.api.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.IssuedPath;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import dev.clm.api.testing.TestCsr;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Revoking, and what the CRL then says of the certificate. */
class RevocationIT {
    private static final Tenant TENANT = Tenant.create();
    private static final Caller ADMINISTRATOR = TENANT.administrator();
    private static final Duration LONG = Duration.ofSeconds(30);

    @ParameterizedTest
    @CsvSource({
        "unspecified,",
        "key_compromise, KEY_COMPROMISE",
        "ca_compromise, CA_COMPROMISE",
        "affiliation_changed, AFFILIATION_CHANGED",
        "superseded, SUPERSEDED",
        "cessation_of_operation, CESSATION_OF_OPERATION",
        "certificate_hold, CERTIFICATE_HOLD",
        "privilege_withdrawn, PRIVILEGE_WITHDRAWN",
        "aa_compromise, AA_COMPROMISE"
    })
    void revokedCertificateIsOnTheCrlWithItsReason(String reason, CRLReason listed) {
        Answer issued = TENANT.issue("revoked.example", Map.of()).expect(201);

        Answer revoked = revoke(issued.id(), reason).expect(200);

        assertThat(revoked.text("revocation_reason")).isEqualTo(reason);
        assertThat(revoked.text("status")).isEqualTo(reason.equals("certificate_hold") ? "suspended" : "revoked");
        assertThat(awaitEntry(issued).getRevocationReason()).isEqualTo(listed);
        assertThat(Rows.core(
                        String.class, "select status from certificate_metadata where certificate_id = ?", issued.id()))
                .containsExactly(revoked.text("status"));
        assertThat(Rows.countSecure(
                        "certificate_revocations where certificate_id = ? and revocation_reason = ? and crl_entry_added"
                                + " and crl_sequence_number is not null and revoked_by_user_id = ?",
                        issued.id(),
                        reason,
                        ADMINISTRATOR.userId()))
                .isEqualTo(1);
    }

    @Test
    void revokingTwiceIsAConflict() {
        UUID id = TENANT.issue("twice.example");
        revoke(id, "superseded").expect(200);

        revoke(id, "superseded").expect(409, "state_conflict");
        revoke(id, "certificate_hold").expect(409, "state_conflict");
        assertThat(Rows.countSecure("certificate_revocations where certificate_id = ?", id))
                .isEqualTo(1);
    }

    @Test
    void holdBecomesFinalWithTheFinalReason() {
        Answer issued = TENANT.issue("held.example", Map.of()).expect(201);
        revoke(issued.id(), "certificate_hold").expect(200);
        revoke(issued.id(), "certificate_hold").expect(409, "state_conflict");
        assertThat(awaitEntry(issued).getRevocationReason()).isEqualTo(CRLReason.CERTIFICATE_HOLD);

        assertThat(revoke(issued.id(), "key_compromise").expect(200).text("status"))
                .isEqualTo("revoked");

        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(entry(issued).getRevocationReason()).isEqualTo(CRLReason.KEY_COMPROMISE));
    }

    @ParameterizedTest
    @CsvSource({"lost_interest, reason", "remove_from_crl, reason", "SUPERSEDED, reason"})
    void reasonThatIsNoneIsRefused(String reason, String field) {
        UUID id = TENANT.issue("no-reason.example");

        assertThat(revoke(id, reason).expect(422).fields()).containsExactly(field);
        assertThat(ADMINISTRATOR.get(Tenant.path(id)).text("status")).isEqualTo("active");
    }

    @Test
    void invalidityDateIsListedAndMustBeAPastOne() throws Exception {
        Answer issued = TENANT.issue("invalid-since.example", Map.of()).expect(201);
        String path = Tenant.path(issued.id()) + "/revoke";
        for (String outOfRange : List.of("2999-01-01T00:00:00Z", "1949-12-31T23:59:59Z", "-4000-01-01T00:00:00Z")) {
            assertThat(ADMINISTRATOR
                            .post(path, Map.of("invalidity_date", outOfRange))
                            .expect(422)
                            .fields())
                    .containsExactly("invalidity_date");
        }

        ADMINISTRATOR
                .post(path, Map.of("reason", "key_compromise", "invalidity_date", "2026-01-02T03:04:05Z"))
                .expect(200);

        assertThat(new String(awaitEntry(issued).getExtensionValue("2.5.29.24"), StandardCharsets.US_ASCII))
                .contains("20260102030405Z");
    }

    /** Line B5. */
    @Test
    @Tag("R1")
    @Tag("keys-B5")
    void dryRunTellsWhatItWouldDoAndRevokesNothing() {
        UUID id = TENANT.issue("dry.example");

        Answer planned = ADMINISTRATOR
                .post(Tenant.path(id) + "/revoke?dry_run=true", Map.of("reason", "superseded"))
                .expect(200);

        assertThat(planned.json().path("dry_run").asBoolean()).isTrue();
        assertThat(planned.text("operation")).isEqualTo("revoke");
        assertThat(planned.text("status")).isEqualTo("revoked");
        assertThat(planned.json().path("certificates").path(0).path("id").asString())
                .isEqualTo(id.toString());
        assertThat(planned.json().path("certificates").path(0).path("listed").asBoolean())
                .isTrue();
        assertThat(ADMINISTRATOR.get(Tenant.path(id)).text("status")).isEqualTo("active");
        assertThat(Rows.countSecure("certificate_revocations where certificate_id = ?", id))
                .isZero();
    }

    /** Line B5: RFC 5280, 5.3.1 reads a list without a reason so. */
    @Test
    @Tag("R1")
    @Tag("keys-B5")
    void withoutAReasonItIsUnspecified() {
        UUID id = TENANT.issue("unspecified.example");

        assertThat(ADMINISTRATOR
                        .post(Tenant.path(id) + "/revoke", Map.of())
                        .expect(200)
                        .text("revocation_reason"))
                .isEqualTo("unspecified");
    }

    /** Line B8: whatever the answer says, a relying party can see; of a root none can, and the answer says that. */
    @Test
    @Tag("R3")
    @Tag("keys-B8")
    void revokingARootWarnsThatNoListWillNameIt() {
        Tenant tenant = Tenant.create();
        String path = Tenant.path(tenant.root().id()) + "/revoke";
        Map<String, String> reason = Map.of("reason", "cessation_of_operation");

        Answer planned =
                tenant.administrator().post(path + "?dry_run=true", reason).expect(200);
        Answer revoked = tenant.administrator().post(path, reason).expect(200);

        for (Answer answer : List.of(planned, revoked)) {
            assertThat(answer.json().path("warnings").size()).isEqualTo(1);
            assertThat(answer.json().path("warnings").path(0).asString())
                    .contains(tenant.root().id().toString(), "no list of revoked certificates will name it");
        }
    }

    @Test
    @Tag("R3")
    void certificatesOfOthersThatNoListWillNameAreCountedAndNotNamed() {
        Tenant other = Tenant.create();
        TestCsr csr = TestCsr.p256("unlisted.example");
        UUID named = TENANT.administrator()
                .post(Tenant.CERTIFICATES, Map.of("csr", csr.pem()))
                .expect(201)
                .id();
        UUID foreign = other.administrator()
                .post(Tenant.CERTIFICATES, Map.of("csr", csr.pem()))
                .expect(201)
                .id();
        Rows.secureUnseen("update certificates set issuer_authority_id = null where id = ?", foreign);

        Answer revoked = revoke(named, "key_compromise").expect(200);

        assertThat(revoked.json().path("warnings").size()).isEqualTo(1);
        assertThat(revoked.json().path("warnings").path(0).asString())
                .contains("of other organizations, 1 in number", "no list of revoked certificates will name them")
                .doesNotContain(foreign.toString());
    }

    @Test
    @Tag("R1")
    void softDeletedCertificateIsHeldReleasedAndRevokedLikeAnyOther() {
        Answer issued = TENANT.issue("deleted.example", Map.of()).expect(201);
        String path = Tenant.path(issued.id());
        ADMINISTRATOR.delete(path).expect(204);

        assertThat(revoke(issued.id(), "certificate_hold").expect(200).text("status"))
                .isEqualTo("suspended");
        assertThat(ADMINISTRATOR.post(path + "/unrevoke", Map.of()).expect(200).text("status"))
                .isEqualTo("active");
        assertThat(revoke(issued.id(), "superseded").expect(200).text("status")).isEqualTo("revoked");
        assertThat(revoke(issued.id(), "key_compromise").expect(200).text("revocation_reason"))
                .isEqualTo("key_compromise");

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(entry(issued))
                        .isNotNull()
                        .extracting(X509CRLEntry::getRevocationReason)
                        .isEqualTo(CRLReason.KEY_COMPROMISE));
        ADMINISTRATOR.get(path).expect(404);
        assertThat(Rows.core(
                        String.class,
                        "select status from certificate_metadata where certificate_id = ? and deleted_at is not null",
                        issued.id()))
                .containsExactly("revoked");
        Tenant.create().administrator().post(path + "/revoke", Map.of()).expect(404);
    }

    private static Answer revoke(UUID id, String reason) {
        return ADMINISTRATOR.post(Tenant.path(id) + "/revoke", Map.of("reason", reason));
    }

    private static X509CRLEntry awaitEntry(Answer issued) {
        await().atMost(LONG).untilAsserted(() -> assertThat(entry(issued)).isNotNull());
        return entry(issued);
    }

    private static X509CRLEntry entry(Answer issued) {
        return crl().getRevokedCertificate(new BigInteger(issued.text("serial_number"), 16));
    }

    private static X509CRL crl() {
        return IssuedPath.crl(TENANT.fetch(TENANT.issuing().crlPath()));
    }
}
