package dev.clm.api.certificate.issuance;

import static dev.clm.api.testing.Tenant.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.IssuedPath;
import dev.clm.api.testing.OpenSsl;
import dev.clm.api.testing.Tenant;
import dev.clm.api.testing.TestCsr;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every key type, by CSR and made by the service; judged by the JDK and by openssl. */
class KeyTypesIT {
    private static final Tenant TENANT = Tenant.create();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"RSA-2048", "RSA-3072", "RSA-4096", "P-256", "P-384", "P-521", "Ed25519", "Ed448"})
    void certificateForTheKeyOfACsrVerifies(String kind) throws Exception {
        String name = "csr-" + kind.toLowerCase(Locale.ROOT) + ".example";
        TestCsr csr = TestCsr.of(kind, name);

        Answer issued = TENANT.administrator()
                .post(CERTIFICATES, Map.of("csr", csr.pem()))
                .expect(201);

        assertThat(issued.header("Location")).isEqualTo(Tenant.path(issued.id()));
        X509Certificate certificate = verified(issued);
        assertThat(certificate.getPublicKey().getEncoded())
                .isEqualTo(csr.key().getPublic().getEncoded());
        assertThat(certificate.getSubjectAlternativeNames())
                .singleElement()
                .extracting(alternative -> alternative.get(1))
                .isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, 2048,, RSA, 2048",
        "RSA, 3072,, RSA, 3072",
        "RSA, 4096,, RSA, 4096",
        "ECDSA,, P-256, ECDSA, 256",
        "ECDSA,, P-384, ECDSA, 384",
        "ECDSA,, P-521, ECDSA, 521",
        "Ed25519,,, Ed25519, 255",
        "Ed448,,, Ed448, 448"
    })
    void certificateForAKeyThatTheServiceMadeVerifies(
            String algorithm, Integer size, String curve, String shown, int bits) throws Exception {
        Map<String, Object> key = new HashMap<>(Map.of("algorithm", algorithm));
        key.put("size", size);
        key.put("curve", curve);

        Answer issued = TENANT.administrator()
                .post(CERTIFICATES, Tenant.madeKey("made.example", key))
                .expect(201);

        assertThat(verified(issued).getBasicConstraints()).as("no authority").isEqualTo(-1);
        assertThat(issued.text("key_algorithm")).isEqualTo(shown);
        if (shown.equals("RSA") || shown.equals("ECDSA")) {
            assertThat(issued.json().path("key_size").asInt()).isEqualTo(bits);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "ECDSA", "Ed25519", "Ed448"})
    void authoritiesOfEveryAlgorithmIssue(String algorithm) throws Exception {
        Tenant.Authority root = TENANT.authority(Map.of("key", Map.of("algorithm", algorithm)));
        Tenant.Authority issuing =
                TENANT.authority(Map.of("key", Map.of("algorithm", algorithm), "issuer_id", root.id()));

        Answer issued =
                TENANT.issue("below.example", Map.of("issuer_id", issuing.id())).expect(201);

        assertThat(verified(issued).getCriticalExtensionOIDs()).contains("2.5.29.15");
    }

    private X509Certificate verified(Answer issued) throws Exception {
        IssuedPath path = IssuedPath.of(issued.json());
        path.verifyByJdk();
        if (OpenSsl.isHere()) {
            assertThat(path.verifyByOpenSsl(folder).output()).endsWith("leaf.pem: OK\n");
        }
        return path.leafCertificate();
    }
}
