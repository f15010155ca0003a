package dev.clm.pki.lint;

import static dev.clm.pki.lint.Lint.violatedWhen;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.PolicyInformation;

/** What holds for extensions of every kind, and certificate policies (RFC 5280 4.2, 4.2.1.4). */
final class ExtensionLints {
    private static final Set<ASN1ObjectIdentifier> KNOWN = Set.of(
            Extension.basicConstraints,
            Extension.keyUsage,
            Extension.extendedKeyUsage,
            Extension.subjectKeyIdentifier,
            Extension.authorityKeyIdentifier,
            Extension.subjectAlternativeName,
            Extension.cRLDistributionPoints,
            Extension.authorityInfoAccess,
            Extension.nameConstraints,
            Extension.certificatePolicies);

    static final List<Lint> ALL = List.of(
            violatedWhen(
                    "extensions_are_not_repeated",
                    "4.2",
                    "certificate",
                    "No extension appears twice",
                    subject -> hasRepeated(subject.tbs.extensions())),
            new Lint(
                    "extensions_are_well_formed",
                    "4.2",
                    "certificate",
                    "Each extension's value is DER of the extension's own type",
                    subject -> subject.extensions.malformed.stream()
                            .findFirst()
                            .map(type -> "The value of extension " + type + " is not of its type")),
            violatedWhen(
                    "extension_defaults_are_not_written",
                    "4.1, X.690 11.5",
                    "certificate",
                    "An extension that is not critical leaves the field out, as DER wants it",
                    subject -> subject.tbs.extensions().stream().anyMatch(EncodedExtension::defaultWritten)),
            violatedWhen(
                    "unknown_extensions_are_not_critical",
                    "4.2",
                    "certificate",
                    "An extension that RFC 5280 does not define is not critical",
                    subject -> subject.tbs.extensions().stream()
                            .anyMatch(extension -> extension.critical() && !KNOWN.contains(extension.type()))),
            violatedWhen(
                    "certificate_policies_are_not_repeated",
                    "4.2.1.4",
                    "certificate",
                    "No policy identifier appears twice",
                    ExtensionLints::hasRepeatedPolicy));

    private ExtensionLints() {}

    private static boolean hasRepeated(List<EncodedExtension> extensions) {
        Set<ASN1ObjectIdentifier> seen = new HashSet<>();
        return extensions.stream().anyMatch(extension -> !seen.add(extension.type()));
    }

    private static boolean hasRepeatedPolicy(LintSubject subject) {
        if (subject.extensions.policies == null) {
            return false;
        }
        PolicyInformation[] policies = subject.extensions.policies.getPolicyInformation();
        return Arrays.stream(policies)
                        .map(PolicyInformation::getPolicyIdentifier)
                        .distinct()
                        .count()
                != policies.length;
    }
}
