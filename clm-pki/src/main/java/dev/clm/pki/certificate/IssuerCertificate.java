package dev.clm.pki.certificate;

import dev.clm.pki.lint.LintSubject;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * An authority's certificate with all that is the same in every certificate under it, decoded and encoded once. Immutable: make one
 * per authority and keep it.
 */
public final class IssuerCertificate {
    private final CertificateChain chain;
    private final SignatureAlgorithm signatureAlgorithm;
    private final VerificationKey publicKey;
    private final Extension authorityKeyIdentifier;
    private final List<Extension> locations;
    private final LintSubject lintSubject;
    private final List<String> chainPem;

    private IssuerCertificate(CertificateChain chain, PublicationUrls urls) {
        this.chain = chain;
        this.signatureAlgorithm = SignatureAlgorithm.of(certificate().getSubjectPublicKeyInfo());
        this.publicKey = VerificationKey.of(certificate().getSubjectPublicKeyInfo(), signatureAlgorithm);
        this.authorityKeyIdentifier = ProfileExtensions.authorityKeyIdentifier(subjectKeyIdentifier());
        this.locations = ProfileExtensions.locations(urls);
        this.lintSubject = lintSubject(chain);
        this.chainPem = chain.pemEach();
    }

    /** The authority is the first certificate of `chain`. */
    public static IssuerCertificate of(CertificateChain chain, PublicationUrls urls) {
        return new IssuerCertificate(chain, urls);
    }

    public X509CertificateHolder certificate() {
        return chain.certificates().get(0);
    }

    /** What is sent along with a certificate of this authority: the authority first, the root last. */
    public CertificateChain chain() {
        return chain;
    }

    /** The chain's certificates in PEM, as certificates.certificate_chain holds them. */
    public List<String> chainPem() {
        return chainPem;
    }

    public SignatureAlgorithm signatureAlgorithm() {
        return signatureAlgorithm;
    }

    public X500Name subject() {
        return certificate().getSubject();
    }

    VerificationKey publicKey() {
        return publicKey;
    }

    /** Also of revocation lists (RFC 5280 5.2.1). */
    public Extension authorityKeyIdentifier() {
        return authorityKeyIdentifier;
    }

    List<Extension> locations() {
        return locations;
    }

    LintSubject lintSubject() {
        return lintSubject;
    }

    /** Whether this authority's key made `signature` over `message`. */
    public boolean hasSigned(byte[] message, byte[] signature) {
        return publicKey.verifies(message, signature);
    }

    private byte[] subjectKeyIdentifier() {
        SubjectKeyIdentifier identifier =
                SubjectKeyIdentifier.fromExtensions(certificate().getExtensions());
        if (identifier == null) {
            throw new IllegalArgumentException("an authority's certificate has a subject key identifier");
        }
        return identifier.getKeyIdentifier();
    }

    private static LintSubject lintSubject(CertificateChain chain) {
        List<X509CertificateHolder> certificates = chain.certificates();
        LintSubject issuer = null;
        for (int i = certificates.size() - 1; i >= 0; i--) {
            byte[] der = CertificateChain.der(certificates.get(i));
            issuer = issuer == null ? LintSubject.selfSigned(der) : LintSubject.authority(der, issuer);
        }
        return issuer;
    }
}
