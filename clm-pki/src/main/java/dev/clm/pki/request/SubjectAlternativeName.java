package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;

/** One subject alternative name (RFC 5280, 4.2.1.6), always valid and in normal form: two names are the same when they are equal. */
public record SubjectAlternativeName(Type type, String value) {

    /** The types that are issued; the names are those of the wire and of the jsonb columns. */
    public enum Type {
        DNS(GeneralName.dNSName),
        IP(GeneralName.iPAddress),
        EMAIL(GeneralName.rfc822Name),
        URI(GeneralName.uniformResourceIdentifier),
        /** The user principal name of Windows logon, an otherName: only where a policy allows it. */
        UPN(GeneralName.otherName),
        /** A registered identifier: only where a policy allows it. */
        RID(GeneralName.registeredID);

        private final int tag;

        Type(int tag) {
            this.tag = tag;
        }

        static Optional<Type> ofWireName(String name) {
            return Arrays.stream(values())
                    .filter(type -> type.name().equals(name))
                    .findFirst();
        }

        private static Optional<Type> ofTag(int tag) {
            return Arrays.stream(values()).filter(type -> type.tag == tag).findFirst();
        }

        /** Whether it is issued without a policy that says so. */
        public boolean needsPolicy() {
            return this == UPN || this == RID;
        }

        private String normalise(String value, String field) {
            return switch (this) {
                case DNS -> DnsName.normalise(value, field);
                case IP -> IpAddress.normalise(value, field);
                case EMAIL -> EmailAddress.normalise(value, field);
                case URI -> AbsoluteUri.normalise(value, field);
                case UPN -> RarelyUsedName.principal(value, field);
                case RID -> RarelyUsedName.identifier(value, field);
            };
        }
    }

    public SubjectAlternativeName {
        Objects.requireNonNull(type, "type");
        value = type.normalise(value, SubjectAlternativeNames.FIELD);
    }

    /** The name as a client wrote it; a refusal names `field.type` or `field.value`. */
    public static SubjectAlternativeName of(String type, String value, String field) {
        Type known = Type.ofWireName(type)
                .orElseThrow(() -> ClmException.invalid(
                        field + ".type", "unsupported_san_type", "must be DNS, IP, EMAIL, URI, UPN or RID"));
        if (value == null) {
            throw ClmException.invalid(field + ".value", "required", "the name is required");
        }
        return new SubjectAlternativeName(known, known.normalise(value, field + ".value"));
    }

    static SubjectAlternativeName of(GeneralName name, String field) {
        Type type = Type.ofTag(name.getTagNo())
                .orElseThrow(() -> ClmException.invalid(
                        field,
                        "unsupported_san_type",
                        "a subject alternative name is none of DNS, IP, EMAIL, URI, UPN and RID"));
        String text = switch (type) {
            case IP ->
                IpAddress.format(ASN1OctetString.getInstance(name.getName()).getOctets(), field);
            case UPN -> RarelyUsedName.principal(name, field);
            case RID -> ASN1ObjectIdentifier.getInstance(name.getName()).getId();
            default -> ascii((ASN1String) name.getName(), field);
        };
        return new SubjectAlternativeName(type, type.normalise(text, field));
    }

    private static String ascii(ASN1String name, String field) {
        String text = name.getString();
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
            throw ClmException.invalid(field, "invalid_san", "a subject alternative name is not in ASCII");
        }
        return text;
    }

    GeneralName toGeneralName() {
        return switch (type) {
            case IP ->
                new GeneralName(type.tag, new DEROctetString(IpAddress.parse(value, SubjectAlternativeNames.FIELD)));
            case UPN -> RarelyUsedName.principal(value);
            default -> new GeneralName(type.tag, value);
        };
    }
}
