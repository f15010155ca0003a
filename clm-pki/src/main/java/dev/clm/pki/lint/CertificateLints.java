package dev.clm.pki.lint;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All lints, in the order of docs/LINTS.md, and the refusal of a certificate that fails one. */
public final class CertificateLints {
    public static final List<Lint> ALL = Stream.of(
                    BasicFieldLints.ALL,
                    SignatureAlgorithmLints.ALL,
                    ValidityLints.ALL,
                    DistinguishedNameLints.ALL,
                    PublicKeyLints.ALL,
                    ExtensionLints.ALL,
                    AuthorityLints.ALL,
                    KeyIdentifierLints.ALL,
                    KeyUsageLints.ALL,
                    AlternativeNameLints.ALL,
                    HostNameLints.ALL,
                    LocationLints.ALL,
                    PathLints.ALL)
            .flatMap(List::stream)
            .toList();

    private CertificateLints() {}

    /** One error per failed lint: the code is the lint's name. Empty when the certificate is clean. */
    public static List<FieldError> findings(LintSubject subject) {
        List<FieldError> findings = new ArrayList<>(0);
        for (Lint lint : ALL) {
            Optional<String> finding = lint.check().apply(subject);
            if (finding.isPresent()) {
                findings.add(new FieldError(lint.field(), lint.name(), finding.get()));
            }
        }
        return findings;
    }

    public static void requireClean(LintSubject subject) {
        List<FieldError> findings = findings(subject);
        if (!findings.isEmpty()) {
            throw ClmException.invalid(findings);
        }
    }
}
