package dev.clm.api.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.IssuedPath;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import dev.clm.api.testing.TestCsr;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a deleted authority has issued is in the hands of others: it stops issuing and goes on publishing. */
@Tag("R2")
class DeletedAuthorityIT {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Tenant OTHER = Tenant.create();

    private final Tenant tenant = Tenant.create();
    private final UUID authority = tenant.issuing().rowId();

    @Test
    void aDeletedOrganizationsListsTellNewRevocationsAndItIssuesAgainOnceRestored() {
        UUID organization = tenant.administrator().organizationId();
        TestCsr csr = TestCsr.p256("shared.example");
        Answer issued = issue(tenant, csr);
        Rows.core("update organizations set deleted_at = now() where id = ?", organization);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(Rows.countSecure(
                                "certificates where organization_id = ? and deleted_at is null", organization))
                        .isZero());

        // a request of its own shows that it has the key
        revoke(OTHER, issue(OTHER, TestCsr.of(csr.key(), "shared-too.example")).id(), "key_compromise");

        awaitListed(issued);
        for (String file : new String[] {"ca.der", "ca.pem"}) {
            OTHER.administrator()
                    .get("/pki/" + tenant.issuing().name() + "/" + file)
                    .expect(200);
        }
        Rows.core("update organizations set deleted_at = null where id = ?", organization);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(
                                tenant.issue("restored.example", Map.of()).status())
                        .isEqualTo(201));
    }

    @Test
    void aDeletedAuthorityIssuesNoMoreAndItsCertificatesCanBeRevoked() {
        Answer issued = issue(tenant, TestCsr.p256("left.example"));
        Rows.secure("update certificate_authorities set deleted_at = now() where id = ?", authority);

        tenant.issue("new.example", Map.of("issuer_id", tenant.issuing().id())).expect(422);
        revoke(tenant, issued.id(), "superseded");

        awaitListed(issued);
    }

    @Test
    void itsListsAreRenewedInTime() {
        Rows.secure(
                "update certificates set deleted_at = now() where id = ?",
                tenant.issuing().id());
        long before = latest();

        runOut();

        await().atMost(LONG).until(() -> latest() > before);
        assertThat(IssuedPath.crl(tenant.fetch(tenant.issuing().crlPath())).getNextUpdate())
                .isInTheFuture();
    }

    /** Its key is only destroyed when no certificate of it is left (K7); then there is nothing to say, and nothing to sign with. */
    @Test
    void itEndsWithItsKeyAndIsNoFault() {
        Rows.secure("update certificate_authorities set deleted_at = now() where id = ?", authority);
        Rows.secure(
                "set session_replication_role = replica; update private_keys set shredded_at = now(), deleted_at = now()"
                        + " where certificate_id = ?",
                tenant.issuing().id());
        long before = latest();

        runOut();
        Tenant witness = Tenant.create();
        Answer later = issue(witness, TestCsr.p256("later.example"));
        revoke(witness, later.id(), "superseded");
        awaitListed(witness, later);

        assertThat(latest()).isEqualTo(before);
        assertThat(Rows.countSecure(
                        "certificate_authorities where id = ? and signing_failed_at is not null", authority))
                .isZero();
    }

    @Test
    void itsRowIsNotRemovedAsLongAsAnythingNamesIt() {
        assertThatThrownBy(() -> Rows.secure("delete from certificate_authorities where id = ?", authority))
                .hasMessageContaining("violates foreign key constraint");
    }

    private void runOut() {
        Rows.secure(
                "update crl_publications set next_update = now() + interval '1 hour', claimed_until = '-infinity'"
                        + " where authority_id = ?",
                authority);
    }

    private long latest() {
        return Rows.secure(
                        Long.class,
                        "select max(crl_number) from certificate_revocation_lists where authority_id = ?",
                        authority)
                .get(0);
    }

    private static Answer issue(Tenant tenant, TestCsr csr) {
        return tenant.administrator()
                .post(Tenant.CERTIFICATES, Map.of("csr", csr.pem()))
                .expect(201);
    }

    private static void revoke(Tenant tenant, UUID id, String reason) {
        tenant.administrator()
                .post(Tenant.path(id) + "/revoke", Map.of("reason", reason))
                .expect(200);
    }

    private void awaitListed(Answer issued) {
        awaitListed(tenant, issued);
    }

    private static void awaitListed(Tenant tenant, Answer issued) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(
                                IssuedPath.crl(OTHER.fetch(tenant.issuing().crlPath()))
                                        .getRevokedCertificate(new BigInteger(issued.text("serial_number"), 16)))
                        .isNotNull());
    }
}
