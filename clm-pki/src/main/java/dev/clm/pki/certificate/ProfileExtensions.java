package dev.clm.pki.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/** The extensions of a certificate in their fixed order and criticality (RFC 5280 4.2). */
final class ProfileExtensions {
    private ProfileExtensions() {}

    /** What the subject's profile says; the issuer's part comes from {@link IssuerCertificate}. */
    static List<Extension> ofSubject(CertificateContent content) {
        List<Extension> extensions = new ArrayList<>();
        extensions.add(extension(Extension.basicConstraints, true, basicConstraints(content)));
        extensions.add(extension(
                Extension.keyUsage,
                true,
                content.type().keyUsage(content.publicKey().getAlgorithm(), content.alternativeNames())));
        content.type()
                .extendedKeyUsage(content.alternativeNames())
                .ifPresent(usage -> extensions.add(extension(Extension.extendedKeyUsage, false, usage)));
        extensions.add(extension(
                Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(content.subjectKeyIdentifier())));
        if (content.alternativeNames() != null) {
            boolean critical = content.subject().size() == 0;
            extensions.add(extension(Extension.subjectAlternativeName, critical, content.alternativeNames()));
        }
        if (content.nameConstraints() != null) {
            extensions.add(extension(Extension.nameConstraints, true, content.nameConstraints()));
        }
        return extensions;
    }

    static Extension authorityKeyIdentifier(byte[] keyIdentifier) {
        return extension(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(keyIdentifier));
    }

    static List<Extension> locations(PublicationUrls urls) {
        List<Extension> extensions = new ArrayList<>();
        if (urls.crl() != null) {
            DistributionPointName name = new DistributionPointName(new GeneralNames(url(urls.crl())));
            extensions.add(extension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                new DistributionPoint(name, null, null)
            })));
        }
        if (urls.ocsp() != null || urls.caIssuers() != null) {
            extensions.add(extension(Extension.authorityInfoAccess, false, informationAccess(urls)));
        }
        return extensions;
    }

    private static AuthorityInformationAccess informationAccess(PublicationUrls urls) {
        ASN1EncodableVector descriptions = new ASN1EncodableVector();
        if (urls.ocsp() != null) {
            descriptions.add(new AccessDescription(AccessDescription.id_ad_ocsp, url(urls.ocsp())));
        }
        if (urls.caIssuers() != null) {
            descriptions.add(new AccessDescription(AccessDescription.id_ad_caIssuers, url(urls.caIssuers())));
        }
        return AuthorityInformationAccess.getInstance(new DERSequence(descriptions));
    }

    private static BasicConstraints basicConstraints(CertificateContent content) {
        return content.pathLength() == null
                ? new BasicConstraints(content.type().isAuthority())
                : new BasicConstraints(content.pathLength());
    }

    private static GeneralName url(String url) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, url);
    }

    private static Extension extension(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
        try {
            return Extension.create(type, critical, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
