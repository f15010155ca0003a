package dev.clm.pki.lint;

import static dev.clm.pki.lint.AlternativeNames.each;
import static dev.clm.pki.lint.AlternativeNames.text;
import static dev.clm.pki.lint.Lint.violatedWhen;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.util.IPAddress;

/** Names of servers: DNS names (RFC 5280 4.2.1.6) and what TLS clients compare (RFC 9525). */
final class HostNameLints {
    static final List<Lint> ALL = List.of(
            each(
                    GeneralName.dNSName,
                    "dns_names_are_letters_digits_hyphens",
                    "4.2.1.6, RFC 1034 3.5",
                    "DNS names have labels of letters, digits and inner hyphens, none of them empty",
                    name -> !text(name).contains("*")
                            && !HostNames.isAddress(text(name))
                            && !HostNames.isLetterDigitHyphen(text(name))),
            each(
                    GeneralName.dNSName,
                    "dns_names_are_within_length",
                    "RFC 1034 3.1",
                    "DNS names have at most 253 octets, their labels 63",
                    name -> HostNames.isTooLong(text(name))),
            each(
                    GeneralName.dNSName,
                    "dns_names_are_lower_case",
                    "RFC 5280 7.2, RFC 4343 2",
                    "DNS names are written in lower case, so that equal names are equal text",
                    name -> !text(name).equals(text(name).toLowerCase(Locale.ROOT))),
            each(
                    GeneralName.dNSName,
                    "dns_wildcard_is_the_whole_first_label",
                    "RFC 9525 6.3",
                    "A wildcard is the whole first label, before two or more labels",
                    HostNameLints::hasMisplacedWildcard),
            each(
                    GeneralName.dNSName,
                    "dns_names_are_not_addresses",
                    "4.2.1.6",
                    "An IP address is an iPAddress, not a dNSName",
                    name -> HostNames.isAddress(text(name))),
            violatedWhen(
                    "server_has_a_dns_name_or_address",
                    "RFC 9525 4.1",
                    AlternativeNames.FIELD,
                    "A certificate for TLS servers has a DNS name or an IP address",
                    subject -> isServer(subject)
                            && !AlternativeNames.any(subject, GeneralName.dNSName, name -> true)
                            && !AlternativeNames.any(subject, GeneralName.iPAddress, name -> true)),
            violatedWhen(
                    "server_common_name_is_an_alternative_name",
                    "RFC 9525 2, CA/B Baseline Requirements 7.1.4.3",
                    AlternativeNames.FIELD,
                    "A server's common name is one of its DNS names or addresses",
                    HostNameLints::hasUnlistedCommonName));

    private HostNameLints() {}

    private static boolean hasMisplacedWildcard(GeneralName name) {
        String text = text(name);
        if (text.indexOf('*') < 0) {
            return false;
        }
        String rest = HostNames.withoutWildcard(text);
        return !HostNames.isWildcard(text) || rest.indexOf('.') < 0 || !HostNames.isLetterDigitHyphen(rest);
    }

    static boolean isServer(LintSubject subject) {
        return !subject.authority && subject.hasExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth);
    }

    /** A general-purpose certificate may carry a person's or device's name, but no host's that was not checked as one. */
    private static boolean hasUnlistedCommonName(LintSubject subject) {
        if (!isServer(subject) || AlternativeNames.of(subject).length == 0) {
            return false;
        }
        boolean serverOnly = !subject.hasExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth);
        return subject.subjectAttributes.stream()
                .filter(attribute -> attribute.is(BCStyle.CN))
                .map(NameAttribute::text)
                .anyMatch(name -> (serverOnly || HostNames.readsAsHost(name)) && !isListed(subject, name));
    }

    private static boolean isListed(LintSubject subject, String commonName) {
        if (IPAddress.isValid(commonName)) {
            byte[] address = AlternativeNames.octets(new GeneralName(GeneralName.iPAddress, commonName));
            return AlternativeNames.any(
                    subject, GeneralName.iPAddress, name -> Arrays.equals(AlternativeNames.octets(name), address));
        }
        return AlternativeNames.any(
                subject, GeneralName.dNSName, name -> text(name).equalsIgnoreCase(commonName));
    }
}
