package dev.clm.pki.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("RFC5280")
class CertificatePathTest {
    private static final Map<TestKey.Kind, CertificateChain> PATHS = new EnumMap<>(TestKey.Kind.class);

    @BeforeAll
    static void issueOnePathPerKeyType() {
        for (TestKey.Kind kind : TestKey.Kind.values()) {
            TestAuthority intermediate = TestAuthority.root(kind).intermediate(kind);
            X509CertificateHolder leaf = intermediate.server(intermediate.key(), "www.example.com");
            PATHS.put(kind, intermediate.issuer().chain().precededBy(leaf));
        }
    }

    @ParameterizedTest
    @EnumSource
    void pathIsValidForTheJdk(TestKey.Kind kind) throws Exception {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (X509CertificateHolder certificate : PATHS.get(kind).certificates()) {
            certificates.add((X509Certificate)
                    factory.generateCertificate(new ByteArrayInputStream(CertificateChain.der(certificate))));
        }
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(certificates.get(2), null)));
        parameters.setRevocationEnabled(false);
        CertPath path = factory.generateCertPath(certificates.subList(0, 2));
        assertThatCode(() -> CertPathValidator.getInstance("PKIX").validate(path, parameters))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void pathIsValidForOpensslUnderItsStrictRules(TestKey.Kind kind, @TempDir Path folder) throws Exception {
        OpenSsl.require();
        List<String> pems = PATHS.get(kind).pemEach();
        Path leaf = Files.writeString(folder.resolve("leaf.pem"), pems.get(0));
        Path untrusted = Files.writeString(folder.resolve("chain.pem"), pems.get(1));
        Path root = Files.writeString(folder.resolve("ca.pem"), pems.get(2));
        OpenSsl verify = OpenSsl.run(
                "verify",
                "-x509_strict",
                "-purpose",
                "sslserver",
                "-verify_hostname",
                "www.example.com",
                "-CAfile",
                root.toString(),
                "-untrusted",
                untrusted.toString(),
                leaf.toString());
        assertThat(verify.output()).endsWith("OK\n");
        assertThat(verify.exitCode()).isZero();
    }
}
