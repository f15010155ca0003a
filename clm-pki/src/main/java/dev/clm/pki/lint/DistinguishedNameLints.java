package dev.clm.pki.lint;

import static dev.clm.pki.lint.Lint.violatedWhen;
import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** The subject's distinguished name (RFC 5280 4.1.2.4, 4.1.2.6 and the upper bounds of appendix A.1). */
final class DistinguishedNameLints {
    private static final String FIELD = "subject";

    private static final Map<ASN1ObjectIdentifier, Integer> UPPER_BOUNDS = Map.ofEntries(
            entry(BCStyle.CN, 64),
            entry(BCStyle.O, 64),
            entry(BCStyle.OU, 64),
            entry(BCStyle.T, 64),
            entry(BCStyle.L, 128),
            entry(BCStyle.ST, 128),
            entry(BCStyle.STREET, 128),
            entry(BCStyle.SERIALNUMBER, 64),
            entry(BCStyle.PSEUDONYM, 128),
            entry(BCStyle.POSTAL_CODE, 40),
            entry(BCStyle.EmailAddress, 255),
            entry(BCStyle.DC, 63));

    private static final Set<ASN1ObjectIdentifier> PRINTABLE =
            Set.of(BCStyle.C, BCStyle.SERIALNUMBER, BCStyle.DN_QUALIFIER);
    private static final Set<ASN1ObjectIdentifier> IA5 = Set.of(BCStyle.EmailAddress, BCStyle.DC);

    static final List<Lint> ALL = List.of(
            violatedWhen(
                    "authority_subject_is_not_empty",
                    "4.1.2.6",
                    FIELD,
                    "An authority has a distinguished name",
                    subject -> subject.authority && !subject.isNamed()),
            violatedWhen(
                    "code_signer_has_a_common_name",
                    "CA/B Code Signing Requirements 7.1.4.2",
                    FIELD,
                    "A certificate for code signing names the signer as its common name",
                    subject -> subject.hasExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning)
                            && !subject.authority
                            && subject.subjectAttributes.stream().noneMatch(attribute -> attribute.is(BCStyle.CN))),
            forEachAttribute(
                    "subject_attributes_are_not_empty",
                    "A.1",
                    "No attribute of the subject is empty",
                    attribute -> attribute.text().isEmpty()),
            forEachAttribute(
                    "subject_attributes_are_within_upper_bounds",
                    "A.1",
                    "No attribute of the subject is longer than its upper bound",
                    attribute ->
                            length(attribute.text()) > UPPER_BOUNDS.getOrDefault(attribute.type(), Integer.MAX_VALUE)),
            forEachAttribute(
                    "subject_attributes_have_the_specified_string_type",
                    "4.1.2.4",
                    "Attributes are PrintableString or UTF8String, emailAddress and DC IA5String",
                    attribute -> !hasSpecifiedType(attribute.type(), attribute.value())),
            forEachAttribute(
                    "subject_attributes_hold_characters_of_their_type",
                    "4.1.2.4, X.680 41",
                    "A PrintableString holds printable characters, an IA5String ASCII",
                    DistinguishedNameLints::holdsForeignCharacters),
            forEachAttribute(
                    "subject_country_is_two_letters",
                    "A.1",
                    "The country is an ISO 3166 code of two capital letters",
                    attribute -> attribute.is(BCStyle.C) && !isCountryCode(attribute.text())),
            forEachAttribute(
                    "subject_attributes_hold_no_control_characters",
                    "RFC 4518 2.2",
                    "No attribute of the subject holds a control character",
                    attribute -> attribute.text().chars().anyMatch(Character::isISOControl)),
            forEachAttribute(
                    "subject_attributes_have_no_surrounding_blanks",
                    "7.1, RFC 4518 2.6.1",
                    "No attribute of the subject begins or ends with a blank",
                    attribute -> isSurroundedByBlanks(attribute.text())));

    private DistinguishedNameLints() {}

    private static Lint forEachAttribute(
            String name, String section, String requirement, Predicate<NameAttribute> violated) {
        return new Lint(
                name,
                section,
                FIELD,
                requirement,
                subject -> subject.subjectAttributes.stream()
                        .filter(violated)
                        .findFirst()
                        .map(attribute -> requirement + ": " + attribute.label()));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static boolean hasSpecifiedType(ASN1ObjectIdentifier type, ASN1Encodable value) {
        if (PRINTABLE.contains(type)) {
            return value instanceof ASN1PrintableString;
        }
        if (IA5.contains(type)) {
            return value instanceof ASN1IA5String;
        }
        return value instanceof ASN1PrintableString || value instanceof ASN1UTF8String;
    }

    private static boolean holdsForeignCharacters(NameAttribute attribute) {
        if (attribute.value() instanceof ASN1PrintableString) {
            return !DERPrintableString.isPrintableString(attribute.text());
        }
        return attribute.value() instanceof ASN1IA5String && !HostNames.isAscii(attribute.text());
    }

    private static boolean isCountryCode(String text) {
        return text.length() == 2 && text.chars().allMatch(c -> c >= 'A' && c <= 'Z');
    }

    private static boolean isSurroundedByBlanks(String text) {
        return !text.isEmpty() && (isBlank(text.charAt(0)) || isBlank(text.charAt(text.length() - 1)));
    }

    private static boolean isBlank(char c) {
        return !Character.isISOControl(c) && (Character.isSpaceChar(c) || Character.isWhitespace(c));
    }
}
