package dev.clm.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A certificate and the chain above it as the API gave them, judged by others than us. */
public record IssuedPath(String leaf, List<String> chain) {

    public static IssuedPath of(JsonNode certificate) {
        return new IssuedPath(
                certificate.path("pem").asString(),
                certificate.path("chain").valueStream().map(JsonNode::asString).toList());
    }

    public static X509Certificate certificate(String pem) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new AssertionError(e);
        }
    }

    public static X509CRL crl(byte[] der) {
        try {
            return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public X509Certificate leafCertificate() {
        return certificate(leaf);
    }

    /** The last of the chain is the trust anchor. */
    public void verifyByJdk() throws GeneralSecurityException {
        List<X509Certificate> path = new ArrayList<>(List.of(leafCertificate()));
        chain.subList(0, chain.size() - 1).forEach(pem -> path.add(certificate(pem)));
        TrustAnchor root = new TrustAnchor(certificate(chain.get(chain.size() - 1)), null);
        PKIXParameters parameters = new PKIXParameters(Set.of(root));
        parameters.setRevocationEnabled(false);
        assertThat(CertPathValidator.getInstance("PKIX")
                        .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters))
                .isNotNull();
    }

    /** As the README tells it. `options` come first, `-crl_check` say. */
    public OpenSsl verifyByOpenSsl(Path folder, String... options) throws IOException {
        Path root = Files.writeString(folder.resolve("ca.pem"), chain.get(chain.size() - 1));
        Path untrusted = Files.writeString(folder.resolve("chain.pem"), String.join("", chain));
        Path file = Files.writeString(folder.resolve("leaf.pem"), leaf);
        List<String> arguments = new ArrayList<>(List.of("verify", "-x509_strict"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-CAfile", root.toString(), "-untrusted", untrusted.toString(), file.toString()));
        return OpenSsl.run(arguments.toArray(String[]::new));
    }
}
