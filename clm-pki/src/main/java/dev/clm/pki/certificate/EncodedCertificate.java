package dev.clm.pki.certificate;

import java.util.List;

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

    public CertificateChain path() {
        return CertificateChain.ofPem(pemWithChain());
    }
}
