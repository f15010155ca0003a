package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.bouncycastle.asn1.ASN1T61String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * A subject (RFC 5280, 4.1.2.6) of known attributes with checked values, first the most significant. It is encoded afresh: no
 * octet of a CSR's name is copied. It may be empty.
 */
public record SubjectName(List<Attribute> attributes) {
    private static final String FIELD = "subject";
    private static final int MAX_ATTRIBUTES = 30;

    /**
     * One attribute with its value in normal form.
     *
     * @param joined whether it stands in one relative name with the attribute before it
     */
    public record Attribute(SubjectAttribute type, String value, boolean joined) {
        Attribute(SubjectAttribute type, String value) {
            this(type, value, false);
        }

        public Attribute {
            value = type.normalise(value, FIELD + "." + type.wireName());
        }
    }

    public SubjectName {
        attributes = List.copyOf(attributes);
    }

    /**
     * The `subject` object of a request's JSON (null for none): wire name to value, nulls left out; all faults at once. What may
     * stand in a name several times may be an array, the most significant first.
     */
    public static SubjectName of(Map<String, ?> fields) {
        Map<SubjectAttribute, List<Attribute>> known = new EnumMap<>(SubjectAttribute.class);
        List<FieldError> errors = new ArrayList<>();
        (fields == null ? Map.<String, Object>of() : fields).forEach((name, value) -> {
            try {
                SubjectAttribute type = SubjectAttribute.ofWireName(name)
                        .orElseThrow(() -> ClmException.invalid(
                                FIELD + "." + name, "unknown_field", "no such attribute of a subject"));
                if (value != null) {
                    known.put(type, attributes(type, value));
                }
            } catch (ClmException e) {
                errors.addAll(e.errors());
            }
        });
        if (!errors.isEmpty()) {
            throw ClmException.invalid(errors);
        }
        return new SubjectName(known.values().stream().flatMap(List::stream).toList());
    }

    private static List<Attribute> attributes(SubjectAttribute type, Object value) {
        List<?> values = value instanceof List<?> several ? several : List.of(value);
        String field = FIELD + "." + type.wireName();
        if (values.isEmpty()
                || values.size() > MAX_ATTRIBUTES
                || !values.stream().allMatch(String.class::isInstance)) {
            throw ClmException.invalid(
                    field, "invalid_value", "must be text" + (type.mayRepeat() ? ", or an array of it" : ""));
        }
        if (values.size() > 1 && !type.mayRepeat()) {
            throw ClmException.invalid(field, "repeated_subject_attribute", "must be there only once");
        }
        return values.stream().map(text -> new Attribute(type, (String) text)).toList();
    }

    /** The subject of a CSR; every refusal names the given field. */
    static SubjectName of(X500Name name, String field) {
        RDN[] rdns = name.getRDNs();
        if (Arrays.stream(rdns).mapToInt(RDN::size).sum() > MAX_ATTRIBUTES) {
            throw ClmException.invalid(field, "too_many_attributes", "the subject has too many attributes");
        }
        List<Attribute> attributes = new ArrayList<>();
        Set<SubjectAttribute> seen = EnumSet.noneOf(SubjectAttribute.class);
        for (RDN rdn : rdns) {
            boolean joined = false;
            for (AttributeTypeAndValue given : rdn.getTypesAndValues()) {
                Attribute attribute = attribute(given, joined, field);
                if (!seen.add(attribute.type()) && !attribute.type().mayRepeat()) {
                    throw ClmException.invalid(
                            field,
                            "repeated_subject_attribute",
                            "the subject has " + attribute.type().wireName() + " more than once");
                }
                attributes.add(attribute);
                joined = true;
            }
        }
        return new SubjectName(attributes);
    }

    private static Attribute attribute(AttributeTypeAndValue given, boolean joined, String field) {
        SubjectAttribute type = SubjectAttribute.ofOid(given.getType())
                .orElseThrow(() -> ClmException.invalid(
                        field,
                        "unsupported_subject_attribute",
                        "the subject has an attribute that is not issued: " + given.getType()));
        return new Attribute(type, type.normalise(text(given.getValue(), field), field), joined);
    }

    private static String text(ASN1Encodable value, String field) {
        if (value instanceof ASN1UTF8String
                || value instanceof ASN1PrintableString
                || value instanceof ASN1IA5String
                || value instanceof ASN1BMPString
                || value instanceof ASN1T61String) {
            return ((ASN1String) value).getString();
        }
        throw ClmException.invalid(
                field,
                "unsupported_string_type",
                "the subject has a value that is no UTF8String, PrintableString, IA5String, BMPString or T61String");
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
        List<List<AttributeTypeAndValue>> relative = new ArrayList<>();
        for (Attribute attribute : attributes) {
            if (!attribute.joined() || relative.isEmpty()) {
                relative.add(new ArrayList<>());
            }
            relative.get(relative.size() - 1)
                    .add(new AttributeTypeAndValue(
                            attribute.type().oid(), attribute.type().encode(attribute.value())));
        }
        return new X500Name(relative.stream()
                .map(parts -> new RDN(parts.toArray(AttributeTypeAndValue[]::new)))
                .toArray(RDN[]::new));
    }

    /** The value of subject_dn: RFC 4514, most specific part first. */
    public String toRfc4514() {
        return Rfc4514.format(toX500Name());
    }
}
