package dev.clm.pki.lint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * A certificate as the lints see it: decoded once, immutable, together with its issuer. An issuer's is made once and shared by all
 * certificates under it.
 */
public final class LintSubject {
    final byte[] encoded;
    final ASN1Sequence certificate;
    final boolean authority;
    final LintSubject issuer;
    final TbsFields tbs;
    final AlgorithmIdentifier signatureAlgorithm;
    final DecodedExtensions extensions;
    final ValidityTime notBefore;
    final ValidityTime notAfter;
    final List<NameAttribute> subjectAttributes;
    final RSAPublicKey rsaPublicKey;
    final IssuedPath path;

    private LintSubject(byte[] encoded, boolean authority, LintSubject issuer) {
        this.encoded = encoded;
        this.certificate = ASN1Sequence.getInstance(encoded);
        this.authority = authority;
        this.issuer = issuer == null ? this : issuer;
        this.tbs = TbsFields.of(ASN1Sequence.getInstance(certificate.getObjectAt(0)));
        this.signatureAlgorithm = AlgorithmIdentifier.getInstance(certificate.getObjectAt(1));
        this.extensions = new DecodedExtensions(tbs.extensions());
        this.notBefore = ValidityTime.of(tbs.notBefore());
        this.notAfter = ValidityTime.of(tbs.notAfter());
        this.subjectAttributes = NameAttribute.of(tbs.subject());
        this.rsaPublicKey = rsaPublicKey(tbs);
        this.path = authority ? IssuedPath.under(this) : null;
    }

    /** A certificate that is its own issuer, or whose issuer is not known. */
    public static LintSubject selfSigned(byte[] certificate) {
        return new LintSubject(certificate.clone(), true, null);
    }

    /** A certificate that is to be an authority under `issuer`. */
    public static LintSubject authority(byte[] certificate, LintSubject issuer) {
        return new LintSubject(certificate.clone(), true, issuer);
    }

    /** A certificate that must never be an authority. */
    public static LintSubject endEntity(byte[] certificate, LintSubject issuer) {
        return new LintSubject(certificate.clone(), false, issuer);
    }

    /** The TBSCertificate as it was decoded. */
    public ASN1Encodable toBeSigned() {
        return certificate.getObjectAt(0);
    }

    boolean isSelfSigned() {
        return issuer.encoded == encoded;
    }

    boolean assertsAuthority() {
        BasicConstraints constraints = extensions.basicConstraints;
        return constraints != null && constraints.isCA();
    }

    boolean hasKeyUsage(int usage) {
        KeyUsage keyUsage = extensions.keyUsage;
        return keyUsage != null && keyUsage.hasUsages(usage);
    }

    boolean hasExtendedKeyUsage(KeyPurposeId purpose) {
        return extensions.extendedKeyUsage != null && extensions.extendedKeyUsage.hasKeyPurposeId(purpose);
    }

    boolean hasPublicKey(ASN1ObjectIdentifier algorithm) {
        return tbs.publicKey().getAlgorithm().getAlgorithm().equals(algorithm);
    }

    boolean isNamed() {
        return !subjectAttributes.isEmpty();
    }

    static byte[] der(X500Name name) {
        try {
            return name.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RSAPublicKey rsaPublicKey(TbsFields tbs) {
        if (!tbs.publicKey().getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return null;
        }
        try {
            return RSAPublicKey.getInstance(tbs.publicKey().parsePublicKey());
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }
}
