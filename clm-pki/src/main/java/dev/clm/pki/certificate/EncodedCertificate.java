package dev.clm.pki.certificate;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * A certificate as it is stored and sent.
 *
 * @param chain PEM of the authorities above it, issuer first, root last; empty for a root
 */
public record EncodedCertificate(String pem, byte[] der, List<String> chain) {

    public static EncodedCertificate of(SignedCertificate signed, List<String> chain) {
        return new EncodedCertificate(signed.pem(), signed.der(), chain);
    }

    /** The certificate and the chain above it, leaf first (RFC 8555, 9.1). */
    public String pemWithChain() {
        return pem + String.join("", chain);
    }

    /** Object identifiers (RFC 5280 4.2.1.12), in the certificate's order; empty where it has no such extension. */
    public List<String> extendedKeyUsages() {
        return Optional.ofNullable(
                        Certificate.getInstance(der).getTBSCertificate().getExtensions())
                .map(ExtendedKeyUsage::fromExtensions)
                .map(usage ->
                        Stream.of(usage.getUsages()).map(KeyPurposeId::getId).toList())
                .orElse(List.of());
    }

    public CertificateChain path() {
        return CertificateChain.ofPem(pemWithChain());
    }
}
