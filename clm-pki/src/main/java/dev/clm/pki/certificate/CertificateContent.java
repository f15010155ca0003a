package dev.clm.pki.certificate;

import java.util.Objects;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * What a new certificate is to say about its subject; everything else comes from the type's profile and the issuer.
 *
 * @param alternativeNames null for none
 * @param pathLength null for no limit; of authorities only
 * @param nameConstraints null for none; of authorities only
 */
public record CertificateContent(
        CertificateType type,
        X500Name subject,
        GeneralNames alternativeNames,
        SubjectPublicKeyInfo publicKey,
        byte[] subjectKeyIdentifier,
        int validityDays,
        Integer pathLength,
        NameConstraints nameConstraints) {

    public CertificateContent {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(publicKey, "publicKey");
        subjectKeyIdentifier = subjectKeyIdentifier.clone();
        if (!type.isAuthority() && (pathLength != null || nameConstraints != null)) {
            throw new IllegalArgumentException("only an authority has a path length or name constraints");
        }
        if (pathLength != null && pathLength < 0) {
            throw new IllegalArgumentException("a path length is zero or more");
        }
    }

    public static CertificateContent endEntity(
            CertificateType type,
            X500Name subject,
            GeneralNames alternativeNames,
            SubjectPublicKeyInfo publicKey,
            byte[] subjectKeyIdentifier,
            int validityDays) {
        if (type.isAuthority()) {
            throw new IllegalArgumentException("an end entity is no authority");
        }
        return new CertificateContent(
                type, subject, alternativeNames, publicKey, subjectKeyIdentifier, validityDays, null, null);
    }

    public static CertificateContent authority(
            CertificateType type,
            X500Name subject,
            SubjectPublicKeyInfo publicKey,
            byte[] subjectKeyIdentifier,
            int validityDays,
            Integer pathLength,
            NameConstraints nameConstraints) {
        if (!type.isAuthority()) {
            throw new IllegalArgumentException("not a type of authority");
        }
        return new CertificateContent(
                type, subject, null, publicKey, subjectKeyIdentifier, validityDays, pathLength, nameConstraints);
    }

    @Override
    public byte[] subjectKeyIdentifier() {
        return subjectKeyIdentifier.clone();
    }
}
