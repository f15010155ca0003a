package dev.clm.api.key.export;

import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.IssuedPath;
import dev.clm.api.testing.OpenSsl;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** The one way for a private key to leave. */
@Tag("K5")
class PrivateKeyExportIT {
    private static final Tenant TENANT = Tenant.create();
    private static final String PASSPHRASE = "correct horse battery";

    @ParameterizedTest
    @CsvSource({"RSA, SHA256withRSA", "Ed448, Ed448"})
    void pkcs12OpensInTheJdkAndTheKeyIsTheCertificates(String algorithm, String signature) throws Exception {
        Answer issued = issue(Map.of("algorithm", algorithm, "exportable", true));

        Answer exported = export(issued.id(), "pkcs12", PASSPHRASE).expect(200);

        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(exported.body()), PASSPHRASE.toCharArray());
        String alias = store.aliases().nextElement();
        assertThat(store.getCertificateChain(alias)).hasSize(3);
        assertThat(store.getCertificate(alias))
                .isEqualTo(IssuedPath.of(issued.json()).leafCertificate());
        PrivateKey key = (PrivateKey) store.getKey(alias, PASSPHRASE.toCharArray());
        assertThat(signsFor(key, signature, issued)).isTrue();
        assertThat(exported.header("Cache-Control")).contains("no-store");
        assertThatThrownBy(
                        () -> store.load(new ByteArrayInputStream(exported.body()), "another passphrase".toCharArray()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void bothFormatsOpenInOpenSsl(@TempDir Path folder) throws Exception {
        OpenSsl.require();
        UUID id = issue(Map.of("algorithm", "ECDSA", "exportable", true)).id();
        Path pkcs8 = Files.write(
                folder.resolve("key.pem"),
                export(id, "pkcs8", PASSPHRASE).expect(200).body());
        Path pkcs12 = Files.write(
                folder.resolve("key.p12"),
                export(id, "pkcs12", PASSPHRASE).expect(200).body());

        assertThat(Files.readString(pkcs8)).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        assertThat(OpenSsl.run("pkey", "-in", pkcs8.toString(), "-passin", "pass:" + PASSPHRASE, "-noout")
                        .exitCode())
                .isZero();
        assertThat(OpenSsl.run("pkey", "-in", pkcs8.toString(), "-passin", "pass:wrong", "-noout")
                        .exitCode())
                .isNotZero();
        assertThat(OpenSsl.run("pkcs12", "-in", pkcs12.toString(), "-passin", "pass:" + PASSPHRASE, "-noout")
                        .exitCode())
                .isZero();
    }

    @Test
    void keyThatIsNotExportableStaysAndTheAttemptIsAudited() {
        UUID id = issue(Map.of("algorithm", "ECDSA")).id();

        Answer refusal = export(id, "pkcs8", PASSPHRASE).expect(403, "forbidden");

        assertThat(refusal.text()).doesNotContain("PRIVATE KEY");
        assertThat(audited(id, "failure")).isEqualTo(1);
        assertThat(audited(id, "success")).isZero();
    }

    @Test
    void authorityKeysAreNeverExportable() {
        export(TENANT.root().id(), "pkcs12", PASSPHRASE).expect(403, "forbidden");
        export(TENANT.issuing().id(), "pkcs8", PASSPHRASE).expect(403, "forbidden");
    }

    @Test
    void everyExportIsAuditedAsSuch() {
        UUID id = issue(Map.of("algorithm", "ECDSA", "exportable", true)).id();

        export(id, "pkcs8", PASSPHRASE).expect(200);
        export(id, "pkcs12", PASSPHRASE).expect(200);

        assertThat(audited(id, "success")).isEqualTo(2);
    }

    @Test
    void dailyLimitOfTheKeysPolicyIsKept() {
        UUID id = issue(Map.of("algorithm", "ECDSA", "exportable", true)).id();
        Rows.secure("update private_keys set access_policy = '{\"max_uses_per_day\":1}' where certificate_id = ?", id);

        export(id, "pkcs8", PASSPHRASE).expect(200);
        export(id, "pkcs8", PASSPHRASE).expect(403, "forbidden");

        assertThat(audited(id, "success")).isEqualTo(1);
        assertThat(audited(id, "failure")).isEqualTo(1);
    }

    @Test
    void certificateWithoutAKeyOfOursHasNothingToExport() {
        export(TENANT.issue("own-key.example"), "pkcs8", PASSPHRASE).expect(409, "state_conflict");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eleven char", "abc"})
    void shortPassphraseIsRefusedAndNotRepeated(String passphrase) {
        UUID id = issue(Map.of("algorithm", "ECDSA", "exportable", true)).id();

        Answer refusal = export(id, "pkcs8", passphrase).expect(422);

        assertThat(refusal.fields()).containsExactly("passphrase");
        assertThat(passphrase.isEmpty() || !refusal.text().contains(passphrase)).isTrue();
        assertThat(audited(id, "success")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "pkcs12, pässphrase 12",
        "pkcs12, 'passphrase\t12'",
        "pkcs12, 'passphrase\u000012'",
        "pkcs8, 'passphrase\u000012'",
        "pkcs8, 'passphrase\n12'"
    })
    void passphraseThatDoesNotOpenTheFileIsRefusedBeforeTheKeyIsTouched(String format, String passphrase) {
        UUID id = issue(Map.of("algorithm", "ECDSA", "exportable", true)).id();

        assertThat(export(id, format, passphrase).expect(422).fields()).containsExactly("passphrase");

        assertThat(audited(id, "success") + audited(id, "failure")).isZero();
        assertThat(Rows.countSecure("private_keys where certificate_id = ? and access_count > 0", id))
                .isZero();
    }

    @Test
    void formatThatIsNoneIsRefused() {
        UUID id = issue(Map.of("algorithm", "ECDSA", "exportable", true)).id();

        assertThat(export(id, "jks", PASSPHRASE).expect(422).fields()).containsExactly("format");
        assertThat(TENANT.administrator()
                        .post(Tenant.path(id) + "/private-key/export", Map.of("format", "pkcs8"))
                        .expect(422)
                        .fields())
                .containsExactly("passphrase");
    }

    private static Answer issue(Map<String, ?> key) {
        return TENANT.administrator()
                .post(CERTIFICATES, Tenant.madeKey("exported.example", key))
                .expect(201);
    }

    /** What stands when the use is audited decides, not what stood when the request came. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "update private_keys set access_policy = '{\"allowed_operations\":[]}' where certificate_id = ?",
                "update private_keys set quarantined_at = now() where certificate_id = ?",
                "update private_keys set is_exportable = false where certificate_id = ?",
                "update certificates set quarantined_at = now() where id = ?"
            })
    @Tag("K8")
    void aChangeThatIsUnderWayIsWaitedFor(String change) throws Exception {
        UUID id = issue(Map.of("algorithm", "ECDSA", "exportable", true)).id();
        CompletableFuture<Answer> exporting;
        try (Connection connection = RunningService.shared().superuser("clm_secure_db");
                PreparedStatement changing = connection.prepareStatement(change)) {
            connection.setAutoCommit(false);
            changing.setObject(1, id);
            changing.executeUpdate();
            int pid = connection.unwrap(PGConnection.class).getBackendPID();
            exporting = CompletableFuture.supplyAsync(() -> export(id, "pkcs8", PASSPHRASE));
            await().until(() -> exporting.isDone()
                    || Rows.countSecure("pg_stat_activity where ? = any(pg_blocking_pids(pid))", pid) > 0);
            connection.commit();
        }

        exporting.join().expect(403, "forbidden");
        assertThat(audited(id, "failure")).isEqualTo(1);
        assertThat(audited(id, "success")).isZero();
    }

    private static Answer export(UUID id, String format, String passphrase) {
        return TENANT.administrator()
                .post(Tenant.path(id) + "/private-key/export", Map.of("format", format, "passphrase", passphrase));
    }

    private static boolean signsFor(PrivateKey key, String algorithm, Answer issued) throws Exception {
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(new byte[] {1, 2, 3});
        byte[] signature = signer.sign();
        signer.initVerify(IssuedPath.of(issued.json()).leafCertificate().getPublicKey());
        signer.update(new byte[] {1, 2, 3});
        return signer.verify(signature);
    }

    private static long audited(UUID id, String result) {
        return Rows.countSecure(
                "secure_audit_log a join private_keys k on k.id = a.resource_id where k.certificate_id = ?"
                        + " and a.event_category = 'export' and a.action = 'exported' and a.result = ? and a.user_id = ?",
                id,
                result,
                TENANT.administrator().userId());
    }
}
