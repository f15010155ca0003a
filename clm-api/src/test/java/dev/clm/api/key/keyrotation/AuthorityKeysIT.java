package dev.clm.api.key.keyrotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.certificate.revocation.PublishCrl;
import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import dev.clm.api.testing.TestCsr;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.certificate.authority.CrlScope;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.key.keydestruction.DueDestructions;
import dev.clm.secure.key.keyrotation.AuthorityKeyMove;
import dev.clm.secure.key.privatekey.PrivateKeyRepository;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import dev.clm.secure.key.privatekey.SealedPrivateKey;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** Issue line A3: no destruction of an organization's data key reaches its authorities. */
@Tag("K7")
class AuthorityKeysIT {
    private static final String KEYS = "/api/v1/encryption-keys/";

    private final RotatingTenant tenant = new RotatingTenant(1);
    private final UUID authority = tenant.tenant().issuing().id();

    @Test
    @Tag("keys-A3")
    void revocationsArePublishedAfterTheOrganizationsKeyIsDestroyed() {
        UUID certificate = tenant.issueWithKey("revoked-later.example");
        UUID key = tenant.activeKey();
        destroy(key).expect(202);
        Rows.secure(
                "update key_destructions set requested_at = requested_at - interval '8 days',"
                        + " due_at = due_at - interval '8 days', due_seen_at = now() - interval '6 minutes'"
                        + " where encryption_key_id = ?",
                key);
        context().getBean(DueDestructions.class).run();
        assertThat(tenant.rowsUnder(key)).isEqualTo(2);

        Answer revoked = revoke(certificate);

        assertThat(revoked.json().has("warnings")).isFalse();
        context().getBean(PublishCrl.class).publish(CrlScope.full(authorityRow()));
        assertThat(Rows.countSecure(
                        "certificate_revocations where certificate_id = ? and crl_entry_added", certificate))
                .isEqualTo(1);
    }

    @Test
    @Tag("keys-A3")
    void theKeyOfAnAuthorityInForceIsNotDestroyed() {
        UUID key = keyOf(authority);
        assertThat(tenant.administrator().get(KEYS + key).expect(200).text("purpose"))
                .isEqualTo("authority");

        assertThat(destroy(key).expect(409, "state_conflict").text("detail")).contains("authority");
    }

    @Test
    @Tag("keys-A3")
    void whatAnEarlierReleasePutAmongTheOthersIsMovedAndStillSigns() {
        PrivateKeyVault vault = context().getBean(PrivateKeyVault.class);
        OrganizationId organization = OrganizationId.of(tenant.administrator().organizationId());
        UUID certificateKey = tenant.activeKey();
        SealedPrivateKey resting = context()
                .getBean(SecureDatabase.class)
                .inTransaction(organization, tx -> new PrivateKeyRepository().findByCertificateId(tx, authority))
                .orElseThrow()
                .sealed();
        vault.load(organization, resting.encryptionKeyId(), certificateKey);
        SealedPrivateKey before =
                vault.reEncrypt(resting, certificateKey, vault.setAside(organization, certificateKey, 1));
        Rows.secure(
                "update private_keys set encryption_key_id = ?, encrypted_key_material = ?, encryption_iv = ?,"
                        + " encryption_auth_tag = ? where id = ?",
                certificateKey,
                before.encryptedKeyMaterial(),
                before.iv(),
                before.authTag(),
                before.id());

        context().getBean(AuthorityKeyMove.class).run();

        assertThat(tenant.administrator()
                        .get(KEYS + keyOf(authority))
                        .expect(200)
                        .text("purpose"))
                .isEqualTo("authority");
        tenant.issueWithKey("signed-afterwards.example");
    }

    @Test
    @Tag("keys-A3")
    void anAuthorityThatCannotSignIsNotedAndRevocationsSaySo() {
        UUID certificate = tenant.issueWithKey("unpublished.example");
        RotatingTenant.flipABit(authority);

        Answer revoked = revoke(certificate);

        assertThat(revoked.json().path("warnings").path(0).asString()).contains("does not sign");
        // The list is made in the background, as soon as it is due.
        awaitSigningFailed(true);
        RotatingTenant.flipABit(authority);
        // Instead of the half minute for which a failure puts the list off.
        Rows.secure("update crl_publications set claimed_until = now() where authority_id = ?", authorityRow());
        context().getBean(PublishCrl.class).publish(CrlScope.full(authorityRow()));
        awaitSigningFailed(false);
    }

    /** A compromised key is revoked wherever it is; of other tenants only a number is told. */
    @Test
    @Tag("R3")
    void everyAuthorityThatCannotSayACompromiseIsToldAndForeignOnesAreNotNamed() {
        Tenant own = tenant.tenant();
        Tenant.Authority second = own.authority(Map.of("issuer_id", own.root().id()));
        Tenant other = Tenant.create();
        TestCsr csr = TestCsr.p256("everywhere.example");
        UUID named = issue(own, csr, own.issuing());
        issue(own, csr, second);
        issue(other, csr, other.issuing());
        RotatingTenant.flipABit(second.id());
        RotatingTenant.flipABit(other.issuing().id());

        Answer revoked = own.administrator()
                .post(Tenant.path(named) + "/revoke", Map.of("reason", "key_compromise"))
                .expect(200);

        assertThat(revoked.json().path("warnings").size()).isEqualTo(2);
        assertThat(revoked.json().path("warnings").path(0).asString()).contains(second.name());
        assertThat(revoked.json().path("warnings").path(1).asString())
                .contains("of other organizations, 1 in number")
                .doesNotContain(other.issuing().name());
        RotatingTenant.flipABit(second.id());
        RotatingTenant.flipABit(other.issuing().id());
    }

    private static UUID issue(Tenant tenant, TestCsr csr, Tenant.Authority issuer) {
        return tenant.administrator()
                .post(Tenant.CERTIFICATES, Map.of("csr", csr.pem(), "issuer_id", issuer.id()))
                .expect(201)
                .id();
    }

    private void awaitSigningFailed(boolean failed) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> Rows.countSecure(
                                "certificate_authorities where id = ? and (signing_failed_at is not null) = ?",
                                authorityRow(),
                                failed)
                        == 1);
    }

    private Answer destroy(UUID key) {
        return tenant.administrator()
                .post(
                        KEYS + key + "/destroy",
                        Map.of("shred", true, "key_id", "data-" + key, "stop_organization", true));
    }

    private Answer revoke(UUID certificate) {
        return tenant.administrator()
                .post("/api/v1/certificates/" + certificate + "/revoke", Map.of("reason", "superseded"))
                .expect(200);
    }

    private UUID authorityRow() {
        return Rows.secure(UUID.class, "select id from certificate_authorities where certificate_id = ?", authority)
                .get(0);
    }

    private static UUID keyOf(UUID certificate) {
        return Rows.secure(
                        UUID.class, "select encryption_key_id from private_keys where certificate_id = ?", certificate)
                .get(0);
    }

    private static ConfigurableApplicationContext context() {
        return RunningService.shared().context();
    }
}
