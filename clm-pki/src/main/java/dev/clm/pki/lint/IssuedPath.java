package dev.clm.pki.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

/** What an authority and all authorities above it leave to the certificates below: path length and names (RFC 5280 6.1). */
final class IssuedPath {
    private final int authoritiesBelow;
    private final List<NameConstraints> nameConstraints;
    private final PKIXNameConstraintValidator validator;

    private IssuedPath(int authoritiesBelow, List<NameConstraints> nameConstraints) {
        this.authoritiesBelow = authoritiesBelow;
        this.nameConstraints = List.copyOf(nameConstraints);
        this.validator = nameConstraints.isEmpty() ? null : validator(nameConstraints);
    }

    static IssuedPath under(LintSubject authority) {
        BasicConstraints own = authority.extensions.basicConstraints;
        int limit = own == null || own.getPathLenConstraint() == null
                ? Integer.MAX_VALUE
                : own.getPathLenConstraint().intValue();
        List<NameConstraints> constraints = new ArrayList<>();
        if (!authority.isSelfSigned()) {
            IssuedPath above = authority.issuer.path;
            limit = Math.min(limit, above.authoritiesBelow - 1);
            constraints.addAll(above.nameConstraints);
        }
        if (authority.extensions.nameConstraints != null) {
            constraints.add(authority.extensions.nameConstraints);
        }
        return new IssuedPath(limit, constraints);
    }

    boolean allowsAuthority() {
        return authoritiesBelow > 0;
    }

    boolean allows(X500Name subject) {
        if (validator == null) {
            return true;
        }
        try {
            validator.checkPermittedDN(subject);
            validator.checkExcludedDN(subject);
            return true;
        } catch (NameConstraintValidatorException e) {
            return false;
        }
    }

    boolean allows(GeneralName name) {
        if (validator == null) {
            return true;
        }
        if (!isUnderstood(name) || isBeyondConstraints(name)) {
            return false;
        }
        try {
            validator.checkPermitted(name);
            validator.checkExcluded(name);
            return !standsForExcluded(name);
        } catch (NameConstraintValidatorException | RuntimeException e) {
            return false;
        }
    }

    /** RFC 5280, 4.2.1.10, says nothing of URIs without a host under constraints on URIs, and validators refuse them. */
    private boolean isBeyondConstraints(GeneralName name) {
        return name.getTagNo() == GeneralName.uniformResourceIdentifier
                && !name.getName().toString().contains("://")
                && nameConstraints.stream()
                        .flatMap(constraints ->
                                Stream.of(constraints.getPermittedSubtrees(), constraints.getExcludedSubtrees()))
                        .filter(Objects::nonNull)
                        .flatMap(Stream::of)
                        .anyMatch(subtree -> subtree.getBase().getTagNo() == GeneralName.uniformResourceIdentifier);
    }

    /** A wildcard stands for every name with one label more, an excluded one too, which it does not itself lie under. */
    private boolean standsForExcluded(GeneralName name) {
        String wildcard =
                name.getTagNo() == GeneralName.dNSName ? name.getName().toString() : "";
        return wildcard.startsWith("*.")
                && nameConstraints.stream()
                        .flatMap(constraints -> Stream.of(understood(constraints.getExcludedSubtrees())))
                        .map(GeneralSubtree::getBase)
                        .filter(base -> base.getTagNo() == GeneralName.dNSName)
                        .map(base -> base.getName().toString().toLowerCase(Locale.ROOT))
                        .anyMatch(base -> base.indexOf('.') > 0
                                && base.endsWith(wildcard.substring(1))
                                && base.indexOf('.') == base.length() - wildcard.length() + 1);
    }

    /** Whether a constraint on names of this form is enforced here, and not merely passed on. */
    static boolean isUnderstood(GeneralName base) {
        return switch (base.getTagNo()) {
            case GeneralName.dNSName,
                    GeneralName.rfc822Name,
                    GeneralName.uniformResourceIdentifier,
                    GeneralName.directoryName,
                    GeneralName.iPAddress -> true;
            default -> false;
        };
    }

    private static GeneralSubtree[] understood(GeneralSubtree[] subtrees) {
        return Stream.of(subtrees == null ? new GeneralSubtree[0] : subtrees)
                .filter(subtree -> isUnderstood(subtree.getBase()))
                .toArray(GeneralSubtree[]::new);
    }

    private static PKIXNameConstraintValidator validator(List<NameConstraints> all) {
        PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
        for (NameConstraints constraints : all) {
            validator.intersectPermittedSubtree(understood(constraints.getPermittedSubtrees()));
            for (GeneralSubtree excluded : understood(constraints.getExcludedSubtrees())) {
                validator.addExcludedSubtree(excluded);
            }
        }
        return validator;
    }
}
