package dev.clm.pki.request;

import java.util.Map;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.PolicyMappings;

/** The types of the RFC 5280, 4.2 extensions that a request may carry but that are never taken from it. */
final class StandardExtension {
    private static final Map<ASN1ObjectIdentifier, Consumer<ASN1Primitive>> TYPES = Map.ofEntries(
            Map.entry(Extension.subjectKeyIdentifier, ASN1OctetString::getInstance),
            Map.entry(Extension.authorityKeyIdentifier, AuthorityKeyIdentifier::getInstance),
            Map.entry(Extension.issuerAlternativeName, GeneralNames::getInstance),
            Map.entry(Extension.certificatePolicies, CertificatePolicies::getInstance),
            Map.entry(Extension.policyMappings, PolicyMappings::getInstance),
            Map.entry(Extension.policyConstraints, PolicyConstraints::getInstance),
            Map.entry(Extension.inhibitAnyPolicy, ASN1Integer::getInstance),
            Map.entry(Extension.nameConstraints, NameConstraints::getInstance),
            Map.entry(Extension.cRLDistributionPoints, CRLDistPoint::getInstance),
            Map.entry(Extension.freshestCRL, CRLDistPoint::getInstance),
            Map.entry(Extension.authorityInfoAccess, AuthorityInformationAccess::getInstance),
            Map.entry(Extension.subjectInfoAccess, AuthorityInformationAccess::getInstance));

    private StandardExtension() {}

    /** Throws some runtime exception where the value is not of the extension's type; knows nothing of other extensions. */
    static void requireType(ASN1ObjectIdentifier oid, ASN1Primitive value) {
        Consumer<ASN1Primitive> type = TYPES.get(oid);
        if (type != null) {
            type.accept(value);
        }
    }
}
