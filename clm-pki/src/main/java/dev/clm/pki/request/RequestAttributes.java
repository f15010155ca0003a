package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;

/**
 * The attributes of a request (RFC 2985, 5.4): extensions are read, others are left out.
 *
 * @param password whether a challenge password is among them, which must not be stored
 */
record RequestAttributes(RequestedExtensions extensions, List<Omission> omitted, boolean password) {
    /** szOID_CERT_EXTENSIONS: the same structure as extensionRequest, from older Windows clients. */
    private static final ASN1ObjectIdentifier MICROSOFT_EXTENSION_REQUEST =
            new ASN1ObjectIdentifier("1.3.6.1.4.1.311.2.1.14");

    /** Expects null where a request has no attributes. */
    static RequestAttributes read(ASN1Set attributes) {
        RequestedExtensions extensions = null;
        List<Omission> omitted = new ArrayList<>();
        boolean password = false;
        Set<ASN1ObjectIdentifier> seen = new HashSet<>();
        for (ASN1Encodable element : attributes == null ? new ASN1Encodable[0] : attributes.toArray()) {
            Attribute attribute = Attribute.getInstance(element);
            boolean repeated = !seen.add(attribute.getAttrType());
            if (isExtensionRequest(attribute)) {
                if (repeated || extensions != null) {
                    throw refused("repeated_extension_request", "the request asks for extensions in two attributes");
                }
                extensions = extensions(attribute);
            } else {
                if (repeated) {
                    throw refused("repeated_attribute", "the request has an attribute more than once");
                }
                password |= isPassword(attribute);
                omitted.add(omission(attribute));
            }
        }
        return new RequestAttributes(
                extensions == null ? RequestedExtensions.NONE : extensions, List.copyOf(omitted), password);
    }

    private static boolean isExtensionRequest(Attribute attribute) {
        return PKCSObjectIdentifiers.pkcs_9_at_extensionRequest.equals(attribute.getAttrType())
                || MICROSOFT_EXTENSION_REQUEST.equals(attribute.getAttrType());
    }

    private static RequestedExtensions extensions(Attribute attribute) {
        if (attribute.getAttrValues().size() != 1) {
            throw refused("malformed_extension_request", "the extension request must have exactly one value");
        }
        return RequestedExtensionsParser.parse(attribute.getAttrValues().getObjectAt(0));
    }

    /** The attributes with another text where the password stood: requests are stored, and it would rest there in the clear. */
    static ASN1Set withoutPassword(ASN1Set attributes) {
        ASN1Encodable[] kept = attributes.toArray();
        for (int i = 0; i < kept.length; i++) {
            Attribute attribute = Attribute.getInstance(kept[i]);
            if (isPassword(attribute)) {
                kept[i] = new Attribute(attribute.getAttrType(), new DERSet(new DERUTF8String("removed")));
            }
        }
        return new DERSet(kept);
    }

    private static boolean isPassword(Attribute attribute) {
        return PKCSObjectIdentifiers.pkcs_9_at_challengePassword.equals(attribute.getAttrType());
    }

    private static Omission omission(Attribute attribute) {
        return isPassword(attribute)
                ? new Omission("csr.attributes.challengePassword", "no certificate holds it; it was not stored")
                : new Omission("csr.attributes." + attribute.getAttrType(), "no certificate holds it");
    }

    private static ClmException refused(String code, String detail) {
        return ClmException.invalid(CertificateSigningRequest.FIELD, code, detail);
    }
}
