package dev.clm.api.certificate.revocation;

import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import dev.clm.api.testing.TestCsr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A key whose certificate was revoked for key_compromise gets no certificate again, from nobody. */
class CompromisedKeyIT {
    private static final Tenant TENANT = Tenant.create();
    private static final Tenant OTHER = Tenant.create();

    @Test
    void compromisedKeyIsBlockedForEveryOrganization() {
        TestCsr csr = TestCsr.p256("compromised.example");
        UUID id = issue(TENANT.administrator(), csr).expect(201).id();
        revoke(id, "key_compromise");

        TestCsr again = TestCsr.of(csr.key(), "innocent.example");
        for (Caller caller : new Caller[] {TENANT.administrator(), OTHER.administrator()}) {
            Answer refusal = issue(caller, again).expect(422);
            assertThat(refusal.fields()).containsExactly("csr");
            assertThat(refusal.faults()).containsExactly("key_compromised");
        }
        assertThat(Rows.countSecure("certificates where common_name = 'innocent.example'"))
                .isZero();
    }

    @Test
    void holdThatTurnsOutACompromiseBlocksToo() {
        TestCsr csr = TestCsr.p256("held.example");
        UUID id = issue(TENANT.administrator(), csr).expect(201).id();
        revoke(id, "certificate_hold");
        issue(OTHER.administrator(), csr).expect(201);

        revoke(id, "key_compromise");

        issue(OTHER.administrator(), csr).expect(422);
    }

    /** Line B3. */
    @Test
    @Tag("R1")
    @Tag("keys-B3")
    void aFinalReasonIsRaisedAndNothingElse() {
        TestCsr csr = TestCsr.p256("raised.example");
        UUID id = issue(TENANT.administrator(), csr).expect(201).id();
        revoke(id, "superseded");
        String since = TENANT.administrator().get(Tenant.path(id)).text("revoked_at");

        revoke(id, "key_compromise");

        Answer raised = TENANT.administrator().get(Tenant.path(id));
        assertThat(raised.text("revocation_reason")).isEqualTo("key_compromise");
        assertThat(raised.text("revoked_at")).isEqualTo(since);
        issue(OTHER.administrator(), csr).expect(422);
        for (String reason : new String[] {"key_compromise", "superseded", "certificate_hold"}) {
            TENANT.administrator()
                    .post(Tenant.path(id) + "/revoke", Map.of("reason", reason))
                    .expect(409, "state_conflict");
        }
    }

    /** Line B3. */
    @Test
    @Tag("R1")
    @Tag("keys-B3")
    void everyCertificateOfTheKeyIsRevokedWhoeverHasIt() {
        TestCsr csr = TestCsr.p256("shared.example");
        UUID named = issue(TENANT.administrator(), csr).expect(201).id();
        UUID own = issue(TENANT.administrator(), csr).expect(201).id();
        UUID foreign = issue(OTHER.administrator(), csr).expect(201).id();

        Answer planned = TENANT.administrator()
                .post(Tenant.path(named) + "/revoke?dry_run=true", Map.of("reason", "key_compromise"))
                .expect(200);
        revoke(named, "key_compromise");

        assertThat(planned.json().path("blocks_key").asBoolean()).isTrue();
        assertThat(planned.json().path("certificates").size()).isEqualTo(2);
        assertThat(planned.json().path("certificates_of_others").asInt()).isEqualTo(1);
        assertThat(TENANT.administrator().get(Tenant.path(own)).text("revocation_reason"))
                .isEqualTo("key_compromise");
        assertThat(OTHER.administrator().get(Tenant.path(foreign)).text("revocation_reason"))
                .isEqualTo("key_compromise");
        assertThat(Rows.countSecure(
                        "secure_audit_log where resource_id = ? and action = 'revoked' and organization_id = ?"
                                + " and user_id <> ?",
                        foreign,
                        OTHER.administrator().organizationId(),
                        TENANT.administrator().userId()))
                .isEqualTo(1);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Rows.countSecure(
                                "certificate_revocations where certificate_id in (?, ?, ?) and crl_entry_added",
                                named,
                                own,
                                foreign))
                        .isEqualTo(3));
    }

    /** Line B3: whichever comes first, no certificate of the key is left in force. */
    @RepeatedTest(5)
    @Tag("R1")
    @Tag("keys-B3")
    void aCompromiseAndAnIssuanceOfItsKeyNeverBothSucceed() throws Exception {
        TestCsr csr = TestCsr.p256("raced.example");
        UUID id = issue(TENANT.administrator(), csr).expect(201).id();
        CyclicBarrier together = new CyclicBarrier(4);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> racing = new ArrayList<>();
            racing.add(threads.submit(() -> {
                together.await();
                revoke(id, "key_compromise");
                return null;
            }));
            for (int i = 0; i < 3; i++) {
                racing.add(threads.submit(() -> {
                    together.await();
                    return issue(OTHER.administrator(), csr);
                }));
            }
            for (Future<?> one : racing) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(Rows.countSecure(
                        "certificates c where c.status = 'active' and c.public_key_sha256 ="
                                + " (select public_key_sha256 from certificates where id = ?)",
                        id))
                .isZero();
    }

    /** Such rows were written by hand. */
    @Test
    @Tag("R1")
    void aCertificateWhoseKeyWasNeverNotedIsRevokedAlone() {
        UUID id = TENANT.issue("unnoted.example");
        Rows.secureUnseen("update certificates set public_key_sha256 = null where id = '" + id + "'");

        Answer planned = TENANT.administrator()
                .post(Tenant.path(id) + "/revoke?dry_run=true", Map.of("reason", "key_compromise"))
                .expect(200);
        revoke(id, "key_compromise");

        assertThat(planned.json().path("blocks_key").asBoolean()).isFalse();
        assertThat(planned.json().path("certificates_in_all").asInt()).isEqualTo(1);
        assertThat(Rows.countSecure(
                        "certificates where id = ? and status = 'revoked' and revocation_reason = 'key_compromise'",
                        id))
                .isEqualTo(1);
    }

    @Test
    void otherReasonsBlockNothing() {
        TestCsr csr = TestCsr.p256("superseded.example");
        revoke(issue(TENANT.administrator(), csr).expect(201).id(), "superseded");

        issue(TENANT.administrator(), csr).expect(201);
    }

    @Test
    void revokedAuthorityIssuesNoMore() {
        Tenant.Authority authority =
                TENANT.authority(Map.of("issuer_id", TENANT.root().id()));
        TENANT.issue("before.example", Map.of("issuer_id", authority.id())).expect(201);
        revoke(authority.id(), "cessation_of_operation");

        Answer refusal = TENANT.issue("after.example", Map.of("issuer_id", authority.id()))
                .expect(422);

        assertThat(refusal.fields()).containsExactly("issuer_id");
        assertThat(Rows.countSecure(
                        "certificates where common_name = 'after.example' and organization_id = ?",
                        TENANT.administrator().organizationId()))
                .isZero();
    }

    private static Answer issue(Caller caller, TestCsr csr) {
        return caller.post(CERTIFICATES, Map.of("csr", csr.pem()));
    }

    private static void revoke(UUID id, String reason) {
        TENANT.administrator()
                .post(Tenant.path(id) + "/revoke", Map.of("reason", reason))
                .expect(200);
    }
}
