package dev.clm.api.certificate.issuance;

import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What one issuance leaves in the two databases. */
class IssuedRowsIT {
    private static final Tenant TENANT = Tenant.create();

    private static final String SHARED_COLUMNS = "jsonb_build_array(common_name, certificate_type, status, not_before,"
            + " not_after, owner_user_id, organization_id, serial_number, subject_dn, key_algorithm,"
            + " subject_alternative_names, deleted_at)::text";

    @Test
    @Tag("X3")
    void metadataEqualTheCertificateTheyRepeat() {
        UUID id = TENANT.issue("equal.example");

        assertThat(Rows.core(
                        String.class,
                        "select " + SHARED_COLUMNS + " from certificate_metadata where certificate_id = ?",
                        id))
                .hasSize(1)
                .isEqualTo(
                        Rows.secure(String.class, "select " + SHARED_COLUMNS + " from certificates where id = ?", id));
    }

    @Test
    @Tag("X3")
    void outboxEventEndsAsDoneAndApplied() {
        UUID id = TENANT.issue("done.example");

        await().untilAsserted(() -> assertThat(
                        Rows.secure(String.class, "select state from outbox where aggregate_id = ?", id))
                .containsExactly("done"));
        assertThat(Rows.core(UUID.class, "select id from applied_events where aggregate_id = ?", id))
                .isEqualTo(Rows.secure(UUID.class, "select id from outbox where aggregate_id = ?", id));
    }

    @Test
    @Tag("T1")
    void everyIssuanceLeavesAFulfilledRequestByItsRequester() {
        UUID byCsr = TENANT.issue("by-csr.example");
        UUID byService = TENANT.administrator()
                .post(CERTIFICATES, Tenant.madeKey("by-service.example", Map.of("algorithm", "ECDSA")))
                .expect(201)
                .id();

        for (UUID id : List.of(byCsr, byService)) {
            assertThat(Rows.countSecure(
                            "certificate_requests where issued_certificate_id = ? and status = 'fulfilled'"
                                    + " and requester_user_id = ? and fulfilled_at is not null"
                                    + " and pem_encoded_csr like '-----BEGIN CERTIFICATE REQUEST-----%'",
                            id, TENANT.administrator().userId()))
                    .isEqualTo(1);
        }
        assertThat(Rows.countSecure("private_keys where certificate_id = ?", byCsr))
                .as("a key that the service never had")
                .isZero();
    }

    @Test
    @Tag("S5")
    void issuanceIsAuditedWithTheSerialNumber() {
        Answer issued = TENANT.issue("audited.example", Map.of()).expect(201);

        assertThat(Rows.secure(
                        String.class,
                        "select event_data ->> 'serial_number' from secure_audit_log where resource_id = ?"
                                + " and action = 'issued' and result = 'success' and user_id = ? and ip_address = '127.0.0.1'",
                        issued.id(),
                        TENANT.administrator().userId()))
                .containsExactly(issued.text("serial_number"));
    }

    @Test
    @Tag("K1")
    void privateKeyRestsAsCiphertextOnly() throws Exception {
        UUID id = TENANT.administrator()
                .post(CERTIFICATES, Tenant.madeKey("sealed.example", Map.of("algorithm", "ECDSA", "exportable", true)))
                .expect(201)
                .id();
        byte[] plain = exported(id);

        byte[] stored = Rows.secure(
                        byte[].class, "select encrypted_key_material from private_keys where certificate_id = ?", id)
                .get(0);
        assertThat(Rows.countSecure(
                        "private_keys where certificate_id = ? and encryption_algorithm = 'AES-256-GCM'"
                                + " and length(encryption_iv) = 12 and length(encryption_auth_tag) = 16",
                        id))
                .isEqualTo(1);
        for (int i = 0; i + 16 <= plain.length; i++) {
            assertThat(contains(stored, Arrays.copyOfRange(plain, i, i + 16))).isFalse();
        }
    }

    @Test
    @Tag("K5")
    void answerOfAnIssuanceHasNoPrivateKey() {
        Answer issued = TENANT.administrator()
                .post(
                        CERTIFICATES,
                        Tenant.madeKey("no-key.example", Map.of("algorithm", "Ed25519", "exportable", true)))
                .expect(201);

        assertThat(issued.text()).doesNotContain("PRIVATE KEY");
        assertThat(TENANT.administrator().get(Tenant.path(issued.id())).text()).doesNotContain("PRIVATE KEY");
    }

    private static byte[] exported(UUID id) throws Exception {
        Answer exported = TENANT.administrator()
                .post(
                        Tenant.path(id) + "/private-key/export",
                        Map.of("format", "pkcs8", "passphrase", "correct horse battery"))
                .expect(200);
        try (PemReader pem = new PemReader(new StringReader(exported.text()))) {
            return new PKCS8EncryptedPrivateKeyInfo(pem.readPemObject().getContent())
                    .decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build("correct horse battery".toCharArray()))
                    .getEncoded();
        }
    }

    private static boolean contains(byte[] whole, byte[] part) {
        for (int i = 0; i + part.length <= whole.length; i++) {
            if (Arrays.equals(whole, i, i + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }
}
