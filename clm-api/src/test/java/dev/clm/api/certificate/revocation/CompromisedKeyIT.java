package dev.clm.api.certificate.revocation;

import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import dev.clm.api.testing.TestCsr;
import java.util.Map;
import java.util.UUID;
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
        assertThat(Rows.countSecure("certificates where common_name = 'after.example'"))
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
