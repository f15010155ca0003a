package dev.clm.pki.lint;

import static dev.clm.pki.lint.Lint.violatedWhen;

import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x509.Extension;

/** Subject and authority key identifiers, by which paths are built (RFC 5280 4.2.1.1, 4.2.1.2). */
final class KeyIdentifierLints {
    static final List<Lint> ALL = List.of(
            violatedWhen(
                    "subject_key_identifier_is_present",
                    "4.2.1.2",
                    "certificate",
                    "The certificate has a subject key identifier",
                    subject -> !subject.extensions.isPresent(Extension.subjectKeyIdentifier)),
            violatedWhen(
                    "subject_key_identifier_is_not_critical",
                    "4.2.1.2",
                    "certificate",
                    "The subject key identifier is not critical",
                    subject -> subject.extensions.isCritical(Extension.subjectKeyIdentifier)),
            violatedWhen(
                    "authority_key_identifier_is_present",
                    "4.2.1.1",
                    "certificate",
                    "A certificate that is not self-signed has an authority key identifier",
                    subject ->
                            !subject.isSelfSigned() && !subject.extensions.isPresent(Extension.authorityKeyIdentifier)),
            violatedWhen(
                    "authority_key_identifier_is_not_critical",
                    "4.2.1.1",
                    "certificate",
                    "The authority key identifier is not critical",
                    subject -> subject.extensions.isCritical(Extension.authorityKeyIdentifier)),
            violatedWhen(
                    "authority_key_identifier_equals_issuers",
                    "4.2.1.1, 4.2.1.2",
                    "issuer_id",
                    "The authority key identifier equals the issuer's subject key identifier",
                    subject -> subject.extensions.authorityKeyIdentifier != null
                            && !Arrays.equals(
                                    subject.extensions.authorityKeyIdentifier.getKeyIdentifierOctets(),
                                    subject.issuer.extensions.subjectKeyIdentifier)));

    private KeyIdentifierLints() {}
}
