package dev.clm.pki.lint;

import static dev.clm.pki.lint.Lint.violatedWhen;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.util.IPAddress;

/** What the certificates above allow: the rules of path validation, applied before a path can fail (RFC 5280 6.1). */
final class PathLints {
    static final List<Lint> ALL = List.of(
            violatedWhen(
                    "issuer_is_an_authority",
                    "4.2.1.9, 6.1.4",
                    "issuer_id",
                    "The issuer's certificate says CA:TRUE",
                    subject -> !subject.isSelfSigned() && !subject.issuer.assertsAuthority()),
            violatedWhen(
                    "issuer_may_sign_certificates",
                    "4.2.1.3, 6.1.4",
                    "issuer_id",
                    "The issuer's key usage has keyCertSign",
                    subject -> !subject.isSelfSigned() && !subject.issuer.hasKeyUsage(KeyUsage.keyCertSign)),
            violatedWhen(
                    "path_length_of_authorities_above_is_kept",
                    "4.2.1.9, 6.1.4",
                    "issuer_id",
                    "The authorities above allow one more authority below them",
                    subject -> subject.authority && !subject.isSelfSigned() && !subject.issuer.path.allowsAuthority()),
            violatedWhen(
                    "subject_is_within_name_constraints_above",
                    "4.2.1.10, 6.1.3",
                    "subject",
                    "The subject is within the name constraints of the authorities above",
                    subject -> !subject.isSelfSigned() && !allowsSubject(subject)),
            violatedWhen(
                    "common_name_is_within_name_constraints_above",
                    "4.2.1.10, RFC 6125 6.4.4",
                    "subject",
                    "A common name that OpenSSL or Java takes for a host is within the name constraints of the authorities above:"
                            + " write a name with a blank, or give the host as a subject alternative name",
                    subject -> !subject.isSelfSigned() && !allowsCommonNames(subject)),
            new Lint(
                    "alternative_names_are_within_name_constraints_above",
                    "4.2.1.10, 6.1.3",
                    AlternativeNames.FIELD,
                    "The subject alternative names are within the name constraints of the authorities above",
                    subject -> subject.isSelfSigned() ? Optional.empty() : firstForbidden(subject)));

    private PathLints() {}

    private static boolean allowsSubject(LintSubject subject) {
        return !subject.isNamed()
                || subject.issuer.path.allows(subject.tbs.subject())
                        && subject.subjectAttributes.stream()
                                .filter(attribute -> attribute.is(BCStyle.EmailAddress))
                                .allMatch(attribute -> subject.issuer.path.allows(
                                        new GeneralName(GeneralName.rfc822Name, attribute.text())));
    }

    /** Both validators match a common name against the constraints where no alternative name says which host is meant. */
    private static boolean allowsCommonNames(LintSubject subject) {
        boolean namesHost = AlternativeNames.any(subject, GeneralName.dNSName, name -> true);
        boolean namesAddress = AlternativeNames.any(subject, GeneralName.iPAddress, name -> true);
        return subject.subjectAttributes.stream()
                .filter(attribute -> attribute.is(BCStyle.CN))
                .map(NameAttribute::text)
                .allMatch(name -> (namesHost
                                || !HostNames.isTakenForHost(name)
                                || subject.issuer.path.allows(new GeneralName(GeneralName.dNSName, name)))
                        && (namesAddress
                                || !IPAddress.isValid(name)
                                || subject.issuer.path.allows(new GeneralName(GeneralName.iPAddress, name))));
    }

    private static Optional<String> firstForbidden(LintSubject subject) {
        GeneralName[] names = AlternativeNames.of(subject);
        for (int i = 0; i < names.length; i++) {
            if (!subject.issuer.path.allows(names[i])) {
                return Optional.of("Outside the name constraints of the authorities above: name " + (i + 1) + " of "
                        + names.length);
            }
        }
        return Optional.empty();
    }
}
