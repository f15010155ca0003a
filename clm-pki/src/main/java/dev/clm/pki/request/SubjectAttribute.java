package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * The attributes that a subject may have, in the order in which a name is built: wire name, RFC 4519 name, upper bound
 * (RFC 5280, appendix A.1, or X.520), string type (RFC 5280, 4.1.2.4).
 */
public enum SubjectAttribute {
    COUNTRY("country", "C", BCStyle.C, 2, Text.PRINTABLE),
    DOMAIN_COMPONENT("domain_component", "DC", BCStyle.DC, 63, Text.IA5),
    STATE("state", "ST", BCStyle.ST, 128, Text.UTF8),
    LOCALITY("locality", "L", BCStyle.L, 128, Text.UTF8),
    STREET_ADDRESS("street_address", "STREET", BCStyle.STREET, 128, Text.UTF8),
    POSTAL_CODE("postal_code", "postalCode", BCStyle.POSTAL_CODE, 40, Text.UTF8),
    ORGANIZATION("organization", "O", BCStyle.O, 64, Text.UTF8),
    ORGANIZATION_IDENTIFIER(
            "organization_identifier", "organizationIdentifier", BCStyle.ORGANIZATION_IDENTIFIER, 256, Text.UTF8),
    ORGANIZATIONAL_UNIT("organizational_unit", "OU", BCStyle.OU, 64, Text.UTF8),
    TITLE("title", "title", BCStyle.T, 64, Text.UTF8),
    SURNAME("surname", "sn", BCStyle.SURNAME, 128, Text.UTF8),
    GIVEN_NAME("given_name", "givenName", BCStyle.GIVENNAME, 128, Text.UTF8),
    INITIALS("initials", "initials", BCStyle.INITIALS, 64, Text.UTF8),
    GENERATION_QUALIFIER("generation_qualifier", "generationQualifier", BCStyle.GENERATION, 64, Text.UTF8),
    PSEUDONYM("pseudonym", "pseudonym", BCStyle.PSEUDONYM, 128, Text.UTF8),
    COMMON_NAME("common_name", "CN", BCStyle.CN, 64, Text.UTF8),
    USER_ID("user_id", "UID", BCStyle.UID, 256, Text.UTF8),
    SERIAL_NUMBER("serial_number", "serialNumber", BCStyle.SERIALNUMBER, 64, Text.PRINTABLE),
    DN_QUALIFIER("dn_qualifier", "dnQualifier", BCStyle.DN_QUALIFIER, 64, Text.PRINTABLE),
    UNSTRUCTURED_NAME("unstructured_name", "unstructuredName", BCStyle.UnstructuredName, 255, Text.UTF8),
    EMAIL("email", "emailAddress", BCStyle.E, 255, Text.IA5);

    private enum Text {
        PRINTABLE,
        IA5,
        UTF8
    }

    private final String wireName;
    private final String shortName;
    private final ASN1ObjectIdentifier oid;
    private final int upperBound;
    private final Text text;

    SubjectAttribute(String wireName, String shortName, ASN1ObjectIdentifier oid, int upperBound, Text text) {
        this.wireName = wireName;
        this.shortName = shortName;
        this.oid = oid;
        this.upperBound = upperBound;
        this.text = text;
    }

    public String wireName() {
        return wireName;
    }

    /** The keyword of RFC 4514 and RFC 4519. */
    String shortName() {
        return shortName;
    }

    public ASN1ObjectIdentifier oid() {
        return oid;
    }

    static Optional<SubjectAttribute> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(attribute -> attribute.wireName.equals(name))
                .findFirst();
    }

    static Optional<SubjectAttribute> ofOid(ASN1ObjectIdentifier oid) {
        return Arrays.stream(values())
                .filter(attribute -> attribute.oid.equals(oid))
                .findFirst();
    }

    public boolean mayRepeat() {
        return this == ORGANIZATIONAL_UNIT || this == DOMAIN_COMPONENT;
    }

    /** The value as it will be issued; otherwise a refusal that names the field. */
    String normalise(String value, String field) {
        requireText(value, field);
        if (text == Text.PRINTABLE && !DERPrintableString.isPrintableString(value)
                || text == Text.IA5 && !DERIA5String.isIA5String(value)) {
            throw ClmException.invalid(
                    field, "invalid_characters", wireName + " has characters that its string type does not allow");
        }
        return switch (this) {
            case COUNTRY -> country(value, field);
            case EMAIL -> EmailAddress.normalise(value, field);
            default -> value;
        };
    }

    private void requireText(String value, String field) {
        if (value.isBlank()) {
            throw ClmException.invalid(field, "empty", wireName + " must not be empty");
        }
        if (value.codePointCount(0, value.length()) > upperBound) {
            throw ClmException.invalid(
                    field,
                    "too_long",
                    wireName + " has at most " + upperBound + " characters (RFC 5280, appendix A.1)");
        }
        if (!value.equals(value.strip()) || !value.codePoints().allMatch(SubjectAttribute::isVisible)) {
            throw ClmException.invalid(
                    field,
                    "invalid_characters",
                    wireName + " has control or invisible characters, or spaces at an end");
        }
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            // Joiners are part of words in some scripts; the other format characters reorder or hide text.
            case Character.FORMAT -> c == 0x200C || c == 0x200D;
            default -> true;
        };
    }

    private static String country(String value, String field) {
        if (!value.matches("[A-Za-z]{2}")) {
            throw ClmException.invalid(field, "invalid_country", "country is a code of two letters (ISO 3166-1)");
        }
        return value.toUpperCase(Locale.ROOT);
    }

    ASN1Encodable encode(String value) {
        return switch (text) {
            case PRINTABLE -> new DERPrintableString(value);
            case IA5 -> new DERIA5String(value);
            case UTF8 -> new DERUTF8String(value);
        };
    }
}
