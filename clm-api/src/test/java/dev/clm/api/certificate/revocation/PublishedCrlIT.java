package dev.clm.api.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.IssuedPath;
import dev.clm.api.testing.OpenSsl;
import dev.clm.api.testing.Tenant;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The full CRL as relying parties see it. */
class PublishedCrlIT {
    private static final Tenant TENANT = Tenant.create();
    private static final Caller ADMINISTRATOR = TENANT.administrator();
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void deletedCertificateStaysOnTheCrl() {
        Answer issued = TENANT.issue("deleted-and-revoked.example", Map.of()).expect(201);
        revoke(issued.id(), "superseded").expect(200);
        ADMINISTRATOR.delete(Tenant.path(issued.id())).expect(204);
        Answer next = TENANT.issue("next.example", Map.of()).expect(201);
        revoke(next.id(), "superseded").expect(200);
        awaitEntry(next);

        assertThat(entry(issued)).isNotNull();
    }

    @Test
    void crlIsSignedByTheIssuerAndNumberedUpwards() throws Exception {
        X509CRL before = crl();
        awaitRevoked("numbered.example");
        X509CRL after = crl();

        after.verify(IssuedPath.certificate(
                        ADMINISTRATOR.get(Tenant.path(TENANT.issuing().id())).text("pem"))
                .getPublicKey());
        assertThat(number(after)).isGreaterThan(number(before));
        assertThat(after.getNextUpdate()).isAfter(after.getThisUpdate());
    }

    @Test
    void openSslRefusesTheRevokedCertificate(@TempDir Path folder) throws Exception {
        OpenSsl.require();
        Answer good = TENANT.issue("good.example", Map.of()).expect(201);
        Answer bad = awaitRevoked("bad.example");
        Path crl = Files.write(
                folder.resolve("crl.der"), TENANT.fetch(TENANT.issuing().crlPath()));
        String[] options = {"-crl_check", "-CRLfile", crl.toString()};

        assertThat(IssuedPath.of(good.json()).verifyByOpenSsl(folder, options).output())
                .contains(": OK");
        assertThat(IssuedPath.of(bad.json()).verifyByOpenSsl(folder, options).output())
                .contains("certificate revoked");
    }

    private static Answer awaitRevoked(String name) {
        Answer issued = TENANT.issue(name, Map.of()).expect(201);
        revoke(issued.id(), "superseded").expect(200);
        awaitEntry(issued);
        return issued;
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

    /** The last octets of the extension are the INTEGER's. */
    private static BigInteger number(X509CRL crl) {
        byte[] extension = crl.getExtensionValue("2.5.29.20");
        return new BigInteger(extension, 4, extension.length - 4);
    }
}
