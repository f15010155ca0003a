package dev.clm.pki.lint;

import static dev.clm.pki.lint.AlternativeNames.each;
import static dev.clm.pki.lint.AlternativeNames.octets;
import static dev.clm.pki.lint.AlternativeNames.text;
import static dev.clm.pki.lint.Lint.violatedWhen;

import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** The subject alternative name and its forms other than DNS (RFC 5280 4.2.1.6). */
final class AlternativeNameLints {
    private static final int IPV4_OCTETS = 4;
    private static final int IPV6_OCTETS = 16;
    /** A dot-atom before the at sign (RFC 5321 4.1.2, without quoted strings), a host name behind it. */
    private static final Pattern MAILBOX =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9.-]+)");

    /** A scheme, a colon and something behind it, in the characters of RFC 3986 2. */
    private static final Pattern ABSOLUTE_URI =
            Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=%-]+");

    private static final int MAXIMUM_MAILBOX = 254;

    static final List<Lint> ALL = List.of(
            violatedWhen(
                    "empty_subject_has_an_alternative_name",
                    "4.1.2.6",
                    "subject",
                    "A certificate without a subject has a subject alternative name",
                    subject -> !subject.authority
                            && !subject.isNamed()
                            && !subject.extensions.isPresent(Extension.subjectAlternativeName)),
            violatedWhen(
                    "alternative_name_is_critical_only_without_subject",
                    "4.2.1.6",
                    "certificate",
                    "The subject alternative name is critical exactly when the subject is empty",
                    subject -> subject.extensions.isPresent(Extension.subjectAlternativeName)
                            && subject.isNamed() == subject.extensions.isCritical(Extension.subjectAlternativeName)),
            violatedWhen(
                    "alternative_names_are_not_empty",
                    "4.2.1.6",
                    AlternativeNames.FIELD,
                    "A subject alternative name holds at least one name",
                    subject -> subject.extensions.alternativeNames != null
                            && subject.extensions.alternativeNames.length == 0),
            each(
                    GeneralName.iPAddress,
                    "ip_addresses_have_4_or_16_octets",
                    "4.2.1.6",
                    "An IP address has 4 or 16 octets",
                    name -> octets(name).length != IPV4_OCTETS && octets(name).length != IPV6_OCTETS),
            each(
                    GeneralName.uniformResourceIdentifier,
                    "uris_are_absolute",
                    "4.2.1.6, RFC 3986 4.3",
                    "A URI has a scheme and something behind it",
                    name -> !ABSOLUTE_URI.matcher(text(name)).matches()),
            each(
                    GeneralName.rfc822Name,
                    "email_addresses_are_ascii_mailboxes",
                    "4.2.1.6, RFC 5321 4.1.2",
                    "An e-mail address is local-part@host in ASCII, without name or brackets",
                    name -> !isMailbox(text(name))),
            violatedWhen(
                    "email_in_subject_is_an_alternative_name",
                    "4.1.2.6",
                    AlternativeNames.FIELD,
                    "An e-mail address in the subject is also an rfc822Name",
                    AlternativeNameLints::hasUnlistedEmail),
            violatedWhen(
                    "mail_certificate_has_an_email_address",
                    "RFC 8550 3",
                    AlternativeNames.FIELD,
                    "A certificate for the protection of e-mail has an e-mail address",
                    subject -> subject.hasExtendedKeyUsage(KeyPurposeId.id_kp_emailProtection)
                            && !subject.authority
                            && !AlternativeNames.any(subject, GeneralName.rfc822Name, name -> true)));

    private AlternativeNameLints() {}

    private static boolean isMailbox(String text) {
        return text.length() <= MAXIMUM_MAILBOX
                && MAILBOX.matcher(text).matches()
                && HostNames.isLetterDigitHyphen(text.substring(text.lastIndexOf('@') + 1));
    }

    private static boolean hasUnlistedEmail(LintSubject subject) {
        return subject.subjectAttributes.stream()
                .filter(attribute -> attribute.is(BCStyle.EmailAddress))
                .anyMatch(attribute -> !AlternativeNames.any(
                        subject, GeneralName.rfc822Name, name -> text(name).equals(attribute.text())));
    }
}
