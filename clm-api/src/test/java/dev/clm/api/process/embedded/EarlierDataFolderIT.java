package dev.clm.api.process.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.XZInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A data folder that an earlier release made opens under this one, with nothing lost. */
@Tag("M9")
class EarlierDataFolderIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CERTIFICATES = "/api/v1/certificates";
    private static final String PASSPHRASE = "correct horse battery";

    @TempDir
    private static Path temporary;

    private static RunningService service;
    private static final Map<String, JsonNode> BY_NAME = new HashMap<>();

    @BeforeAll
    static void startOnACopy() throws IOException {
        Path folder = temporary.resolve("clm-data");
        unpack(folder);
        // A data folder belongs to one major version of PostgreSQL, and another may be tried with these tests.
        assumeThat(Rows.secure(String.class, "show server_version").get(0))
                .startsWith(Files.readString(folder.resolve("postgres/data/PG_VERSION"))
                                .strip() + ".");
        service = RunningService.on(folder);
        for (JsonNode certificate : get(CERTIFICATES).path("items")) {
            BY_NAME.put(certificate.path("common_name").asString(), certificate);
        }
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.context().close();
        }
    }

    @Test
    void everyCertificateIsThereAsItWas() {
        assertThat(BY_NAME)
                .containsOnlyKeys(
                        "CLM Development Root",
                        "CLM Development Issuing CA",
                        "kept.example.com",
                        "revoked.example.com",
                        "CLM key rotation records");
        JsonNode kept = whole("kept.example.com");
        assertThat(kept.path("status").asString()).isIn("active", "expiring", "expired");
        assertThat(kept.path("notes").asString()).isEqualTo("of the release before");
        assertThat(kept.at("/tags/0").asString()).isEqualTo("kept");
        JsonNode revoked = whole("revoked.example.com");
        assertThat(revoked.path("status").asString()).isEqualTo("revoked");
        assertThat(revoked.path("revocation_reason").asString()).isEqualTo("superseded");
    }

    @Test
    @Tag("K1")
    void aPrivateKeyThatRestedThereIsStillItsCertificates() throws Exception {
        HttpResponse<String> export = service.post(
                CERTIFICATES + "/" + BY_NAME.get("kept.example.com").path("id").asString() + "/private-key/export",
                "{\"format\": \"pkcs8\", \"passphrase\": \"" + PASSPHRASE + "\"}");
        assertThat(export.statusCode()).as(export.body()).isEqualTo(200);

        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(opened(export.body()));
        signature.update((byte) 1);
        byte[] signed = signature.sign();
        signature.initVerify(certificate(whole("kept.example.com")).getPublicKey());
        signature.update((byte) 1);
        assertThat(signature.verify(signed)).isTrue();
    }

    @Test
    @Tag("K3")
    void itsRotationUserAndPolicyAreThere() {
        assertThat(get("/api/v1/key-rotations").at("/items/0/rotation_status").asString())
                .isEqualTo("completed");
        assertThat(texts(get("/api/v1/users"), "username")).contains("kept");
        assertThat(texts(get("/api/v1/policies"), "policy_code")).contains("kept");
    }

    /** With the key that the authority had, which has moved to a data key of its own purpose meanwhile. */
    @Test
    @Tag("R1")
    void itsAuthorityIssuesAndRevokes() throws Exception {
        HttpResponse<String> issued = service.post(CERTIFICATES, """
                {"subject": {"common_name": "later.example.com"}, "key": {"algorithm": "ECDSA", "curve": "P-256"},
                 "certificate_type": "server", "validity_days": 30}""");
        assertThat(issued.statusCode()).as(issued.body()).isEqualTo(201);
        JsonNode later = JSON.readTree(issued.body());
        X509Certificate authority = certificate(whole("CLM Development Issuing CA"));
        certificate(later).verify(authority.getPublicKey());

        String path = CERTIFICATES + "/" + later.path("id").asString() + "/revoke";
        assertThat(service.post(path, "{\"reason\": \"superseded\"}").statusCode())
                .isEqualTo(200);
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            X509CRL list = publishedList();
            list.verify(authority.getPublicKey());
            assertThat(list.getRevokedCertificate(certificate(later))).isNotNull();
        });
    }

    private static X509CRL publishedList() throws Exception {
        JsonNode issuing = get("/api/v1/certificate-authorities")
                .path("items")
                .valueStream()
                .filter(item -> item.path("certificate_type").asString().equals("intermediate"))
                .findFirst()
                .orElseThrow();
        HttpResponse<byte[]> list = HttpClient.newHttpClient()
                .send(
                        service.request("/pki/" + issuing.path("name").asString() + "/crl.der")
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(list.statusCode()).isEqualTo(200);
        return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(list.body()));
    }

    private static JsonNode whole(String name) {
        return get(CERTIFICATES + "/" + BY_NAME.get(name).path("id").asString());
    }

    private static JsonNode get(String path) {
        HttpResponse<String> answer = service.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static List<String> texts(JsonNode page, String field) {
        return page.path("items")
                .valueStream()
                .map(item -> item.path(field).asString())
                .toList();
    }

    private static X509Certificate certificate(JsonNode of) throws Exception {
        byte[] pem = of.path("pem").asString().getBytes(StandardCharsets.US_ASCII);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
    }

    private static PrivateKey opened(String pem) throws Exception {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            PKCS8EncryptedPrivateKeyInfo sealed = (PKCS8EncryptedPrivateKeyInfo) parser.readObject();
            PrivateKeyInfo key = sealed.decryptPrivateKeyInfo(new JcePKCSPBEInputDecryptorProviderBuilder()
                    .setProvider(new BouncyCastleProvider())
                    .build(PASSPHRASE.toCharArray()));
            return new JcaPEMKeyConverter().getPrivateKey(key);
        }
    }

    private static void unpack(Path folder) throws IOException {
        try (InputStream file = EarlierDataFolderIT.class.getResourceAsStream("earlier-data-folder.tar.xz");
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(file)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path to = folder.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(tar, to);
                }
                Files.setPosixFilePermissions(
                        to, PosixFilePermissions.fromString(entry.isDirectory() ? "rwx------" : "rw-------"));
            }
        }
    }
}
