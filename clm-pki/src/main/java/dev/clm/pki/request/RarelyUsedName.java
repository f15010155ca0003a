package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;

/** User principal names (MS-WCCE, 2.2.2.7.7.4, an otherName) and registered identifiers (RFC 5280, 4.2.1.6). */
final class RarelyUsedName {
    private static final ASN1ObjectIdentifier PRINCIPAL = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3");
    private static final Pattern PRINCIPAL_SHAPE =
            Pattern.compile("[^@\\s\\p{C}\\p{Z}]{1,256}@[A-Za-z0-9][A-Za-z0-9._-]{0,252}");
    private static final Pattern IDENTIFIER_SHAPE = Pattern.compile("[0-2](\\.(0|[1-9][0-9]{0,17})){1,30}");

    private RarelyUsedName() {}

    static String principal(String text, String field) {
        if (!PRINCIPAL_SHAPE.matcher(text).matches()) {
            throw ClmException.invalid(field, "invalid_upn", "must be a user principal name such as jane@corp.example");
        }
        return text;
    }

    /** Of other names, this one. */
    static String principal(GeneralName name, String field) {
        ASN1Sequence other = ASN1Sequence.getInstance(name.getName());
        if (!PRINCIPAL.equals(other.getObjectAt(0))
                || !(OtherName.getInstance(other).getValue().toASN1Primitive() instanceof ASN1UTF8String principal)) {
            throw ClmException.invalid(
                    field,
                    "unsupported_san_type",
                    "an otherName is issued only as a user principal name, a UTF8String under " + PRINCIPAL);
        }
        return principal.getString();
    }

    static GeneralName principal(String normal) {
        return new GeneralName(GeneralName.otherName, new OtherName(PRINCIPAL, new DERUTF8String(normal)));
    }

    static String identifier(String text, String field) {
        if (!IDENTIFIER_SHAPE.matcher(text).matches() || ASN1ObjectIdentifier.tryFromID(text) == null) {
            throw ClmException.invalid(field, "invalid_rid", "must be an object identifier such as 1.2.840.113549");
        }
        return text;
    }
}
