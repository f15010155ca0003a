package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1BMPString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;

/**
 * A subject (RFC 5280, 4.1.2.6) of known attributes with checked values, first the most significant. It is encoded afresh: no
 * octet of a CSR's name is copied. It may be empty.
 */
public record SubjectName(List<Attribute> attributes) {
    private static final String FIELD = "subject";
    private static final int MAX_ATTRIBUTES = 30;

    /** One attribute with its value in normal form. */
    public record Attribute(SubjectAttribute type, String value) {
        public Attribute {
            value = type.normalise(value, FIELD + "." + type.wireName());
        }
    }

    public SubjectName {
        attributes = List.copyOf(attributes);
    }

    /** The `subject` object of a request's JSON (null for none): wire name to value, nulls left out; all faults at once. */
    public static SubjectName of(Map<String, String> fields) {
        Map<SubjectAttribute, Attribute> known = new EnumMap<>(SubjectAttribute.class);
        List<FieldError> errors = new ArrayList<>();
        (fields == null ? Map.<String, String>of() : fields).forEach((name, value) -> {
            try {
                SubjectAttribute type = SubjectAttribute.ofWireName(name)
                        .orElseThrow(() -> ClmException.invalid(
                                FIELD + "." + name, "unknown_field", "no such attribute of a subject"));
                if (value != null) {
                    known.put(type, new Attribute(type, value));
                }
            } catch (ClmException e) {
                errors.addAll(e.errors());
            }
        });
        if (!errors.isEmpty()) {
            throw ClmException.invalid(errors);
        }
        return new SubjectName(List.copyOf(known.values()));
    }

    /** The subject of a CSR; every refusal names the given field. */
    static SubjectName of(X500Name name, String field) {
        RDN[] rdns = name.getRDNs();
        if (rdns.length > MAX_ATTRIBUTES) {
            throw ClmException.invalid(field, "too_many_attributes", "the subject has too many attributes");
        }
        List<Attribute> attributes = new ArrayList<>();
        Set<SubjectAttribute> seen = EnumSet.noneOf(SubjectAttribute.class);
        for (RDN rdn : rdns) {
            if (rdn.size() != 1) {
                throw ClmException.invalid(
                        field, "multi_valued_rdn", "each relative name of the subject must have one attribute");
            }
            Attribute attribute = attribute(rdn.getFirst(), field);
            if (!seen.add(attribute.type()) && !attribute.type().mayRepeat()) {
                throw ClmException.invalid(
                        field,
                        "repeated_subject_attribute",
                        "the subject has " + attribute.type().wireName() + " more than once");
            }
            attributes.add(attribute);
        }
        return new SubjectName(attributes);
    }

    private static Attribute attribute(AttributeTypeAndValue given, String field) {
        SubjectAttribute type = SubjectAttribute.ofOid(given.getType())
                .orElseThrow(() -> ClmException.invalid(
                        field,
                        "unsupported_subject_attribute",
                        "the subject has an attribute that is not issued: " + given.getType()));
        return new Attribute(type, type.normalise(text(given.getValue(), field), field));
    }

    private static String text(ASN1Encodable value, String field) {
        if (value instanceof ASN1UTF8String
                || value instanceof ASN1PrintableString
                || value instanceof ASN1IA5String
                || value instanceof ASN1BMPString) {
            return ((ASN1String) value).getString();
        }
        throw ClmException.invalid(
                field,
                "unsupported_string_type",
                "the subject has a value that is no UTF8String, PrintableString, IA5String or BMPString");
    }

    public boolean isEmpty() {
        return attributes.isEmpty();
    }

    public Optional<String> commonName() {
        return first(SubjectAttribute.COMMON_NAME);
    }

    /** RFC 5280, 4.1.2.6 wants an address that stands here among the subject alternative names as well. */
    public Optional<SubjectAlternativeName> email() {
        return first(SubjectAttribute.EMAIL)
                .map(address -> new SubjectAlternativeName(SubjectAlternativeName.Type.EMAIL, address));
    }

    private Optional<String> first(SubjectAttribute type) {
        return attributes.stream()
                .filter(attribute -> attribute.type() == type)
                .map(Attribute::value)
                .findFirst();
    }

    public X500Name toX500Name() {
        X500NameBuilder builder = new X500NameBuilder();
        attributes.forEach(attribute ->
                builder.addRDN(attribute.type().oid(), attribute.type().encode(attribute.value())));
        return builder.build();
    }

    /** The value of subject_dn: RFC 4514, most specific part first. */
    public String toRfc4514() {
        return Rfc4514.format(toX500Name());
    }
}
