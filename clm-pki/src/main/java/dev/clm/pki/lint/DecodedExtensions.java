package dev.clm.pki.lint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;

/** The extensions that lints read, decoded once; null where one is absent or malformed, the malformed ones listed. */
final class DecodedExtensions {
    final List<EncodedExtension> encoded;
    final List<String> malformed = new ArrayList<>(0);
    final BasicConstraints basicConstraints;
    final KeyUsage keyUsage;
    final ExtendedKeyUsage extendedKeyUsage;
    final byte[] subjectKeyIdentifier;
    final AuthorityKeyIdentifier authorityKeyIdentifier;
    final GeneralName[] alternativeNames;
    final CRLDistPoint distributionPoints;
    final AuthorityInformationAccess informationAccess;
    final NameConstraints nameConstraints;
    final CertificatePolicies policies;

    DecodedExtensions(List<EncodedExtension> encoded) {
        this.encoded = encoded;
        basicConstraints = decode(Extension.basicConstraints, BasicConstraints::getInstance);
        keyUsage = decode(Extension.keyUsage, KeyUsage::getInstance);
        extendedKeyUsage = decode(Extension.extendedKeyUsage, ExtendedKeyUsage::getInstance);
        subjectKeyIdentifier = decode(
                Extension.subjectKeyIdentifier,
                value -> ASN1OctetString.getInstance(value).getOctets());
        authorityKeyIdentifier = decode(Extension.authorityKeyIdentifier, AuthorityKeyIdentifier::getInstance);
        alternativeNames = decode(
                Extension.subjectAlternativeName,
                value -> GeneralNames.getInstance(value).getNames());
        distributionPoints = decode(Extension.cRLDistributionPoints, CRLDistPoint::getInstance);
        informationAccess = decode(Extension.authorityInfoAccess, AuthorityInformationAccess::getInstance);
        nameConstraints = decode(Extension.nameConstraints, NameConstraints::getInstance);
        policies = decode(Extension.certificatePolicies, CertificatePolicies::getInstance);
    }

    EncodedExtension find(ASN1ObjectIdentifier type) {
        for (EncodedExtension extension : encoded) {
            if (extension.type().equals(type)) {
                return extension;
            }
        }
        return null;
    }

    boolean isPresent(ASN1ObjectIdentifier type) {
        return find(type) != null;
    }

    boolean isCritical(ASN1ObjectIdentifier type) {
        EncodedExtension extension = find(type);
        return extension != null && extension.critical();
    }

    private <T> T decode(ASN1ObjectIdentifier type, Function<ASN1Primitive, T> decoder) {
        EncodedExtension extension = find(type);
        if (extension == null) {
            return null;
        }
        try {
            return decoder.apply(ASN1Primitive.fromByteArray(extension.value().getOctets()));
        } catch (IOException | RuntimeException e) {
            malformed.add(type.getId());
            return null;
        }
    }
}
