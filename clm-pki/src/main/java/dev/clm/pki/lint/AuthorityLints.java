package dev.clm.pki.lint;

import static dev.clm.pki.lint.Lint.violatedWhen;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;

/** Who may issue certificates and who never may (RFC 5280 4.2.1.9, 4.2.1.10). */
final class AuthorityLints {
    static final List<Lint> ALL = List.of(
            violatedWhen(
                    "end_entity_is_not_an_authority",
                    "4.2.1.9",
                    "certificate_type",
                    "A certificate of an end entity never says CA:TRUE",
                    subject -> !subject.authority && subject.assertsAuthority()),
            violatedWhen(
                    "authority_says_so_in_basic_constraints",
                    "4.2.1.9",
                    "certificate",
                    "An authority has basic constraints with CA:TRUE",
                    subject -> subject.authority && !subject.assertsAuthority()),
            violatedWhen(
                    "basic_constraints_of_an_authority_are_critical",
                    "4.2.1.9",
                    "certificate",
                    "Basic constraints with CA:TRUE are critical",
                    subject ->
                            subject.assertsAuthority() && !subject.extensions.isCritical(Extension.basicConstraints)),
            violatedWhen(
                    "path_length_only_in_authorities",
                    "4.2.1.9",
                    "path_length",
                    "A path length stands only beside CA:TRUE",
                    subject -> pathLength(subject) != null && !subject.assertsAuthority()),
            violatedWhen(
                    "path_length_is_not_negative",
                    "4.2.1.9",
                    "path_length",
                    "A path length is zero or more",
                    subject ->
                            pathLength(subject) != null && pathLength(subject).signum() < 0),
            violatedWhen(
                    "authority_may_sign_certificates",
                    "4.2.1.3",
                    "certificate",
                    "An authority's key usage has keyCertSign",
                    subject -> subject.assertsAuthority()
                            && subject.extensions.keyUsage != null
                            && !subject.hasKeyUsage(KeyUsage.keyCertSign)),
            violatedWhen(
                    "only_authorities_may_sign_certificates",
                    "4.2.1.3, 4.2.1.9",
                    "certificate",
                    "keyCertSign stands only beside CA:TRUE",
                    subject -> !subject.authority
                            && !subject.assertsAuthority()
                            && subject.hasKeyUsage(KeyUsage.keyCertSign)),
            violatedWhen(
                    "name_constraints_only_in_authorities",
                    "4.2.1.10",
                    "name_constraints",
                    "Only an authority has name constraints",
                    subject -> subject.extensions.isPresent(Extension.nameConstraints) && !subject.authority),
            violatedWhen(
                    "name_constraints_are_critical",
                    "4.2.1.10",
                    "name_constraints",
                    "Name constraints are critical",
                    subject -> subject.extensions.isPresent(Extension.nameConstraints)
                            && !subject.extensions.isCritical(Extension.nameConstraints)),
            violatedWhen(
                    "name_constraints_are_not_empty",
                    "4.2.1.10",
                    "name_constraints",
                    "Name constraints permit or exclude something",
                    subject -> subject.extensions.nameConstraints != null
                            && subtrees(subject.extensions.nameConstraints)
                                    .findAny()
                                    .isEmpty()),
            violatedWhen(
                    "name_constraints_are_enforceable",
                    "4.2.1.10",
                    "name_constraints",
                    "Name constraints are on DNS names, addresses, e-mail, URIs or directory names, without distances",
                    subject -> subject.extensions.nameConstraints != null
                            && !subtrees(subject.extensions.nameConstraints).allMatch(AuthorityLints::isEnforceable)));

    private AuthorityLints() {}

    private static BigInteger pathLength(LintSubject subject) {
        return subject.extensions.basicConstraints == null
                ? null
                : subject.extensions.basicConstraints.getPathLenConstraint();
    }

    private static Stream<GeneralSubtree> subtrees(NameConstraints constraints) {
        return Stream.of(constraints.getPermittedSubtrees(), constraints.getExcludedSubtrees())
                .filter(subtrees -> subtrees != null)
                .flatMap(Stream::of);
    }

    private static boolean isEnforceable(GeneralSubtree subtree) {
        return IssuedPath.isUnderstood(subtree.getBase())
                && (subtree.getMinimum() == null || subtree.getMinimum().signum() == 0)
                && subtree.getMaximum() == null;
    }
}
