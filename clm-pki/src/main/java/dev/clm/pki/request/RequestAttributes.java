package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import java.util.HashSet;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;

/** The attributes of a request (RFC 2985, 5.4): extensions are read, a challenge password is refused, others are left out. */
final class RequestAttributes {
    /** szOID_CERT_EXTENSIONS: the same structure as extensionRequest, from older Windows clients. */
    private static final ASN1ObjectIdentifier MICROSOFT_EXTENSION_REQUEST =
            new ASN1ObjectIdentifier("1.3.6.1.4.1.311.2.1.14");

    private RequestAttributes() {}

    /** The requested extensions; expects null where a request has no attributes. */
    static RequestedExtensions read(ASN1Set attributes) {
        RequestedExtensions extensions = null;
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
                requireHarmless(attribute, repeated);
            }
        }
        return extensions == null ? RequestedExtensions.NONE : extensions;
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

    private static void requireHarmless(Attribute attribute, boolean repeated) {
        // Requests are stored as they came: a password in one would rest in the database in the clear.
        if (PKCSObjectIdentifiers.pkcs_9_at_challengePassword.equals(attribute.getAttrType())) {
            throw refused("challenge_password", "the request holds a challenge password, which must not be sent");
        }
        if (repeated) {
            throw refused("repeated_attribute", "the request has an attribute more than once");
        }
    }

    private static ClmException refused(String code, String detail) {
        return ClmException.invalid(CertificateSigningRequest.FIELD, code, detail);
    }
}
