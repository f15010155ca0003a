package dev.clm.pki.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.FieldError;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("RFC5280")
class CertificateLintsTest {
    private static final Map<String, LintSubject> BROKEN = BrokenCertificates.byLint();

    static Stream<String> lintNames() {
        return CertificateLints.ALL.stream().map(Lint::name);
    }

    @ParameterizedTest
    @MethodSource("lintNames")
    void brokenCertificateFailsItsLintAndNoOther(String name) {
        assertThat(CertificateLints.findings(BROKEN.get(name)))
                .extracting(FieldError::code)
                .containsExactly(name);
    }

    @Test
    void everyLintHasACertificateThatFailsIt() {
        assertThat(BROKEN.keySet())
                .containsExactlyInAnyOrderElementsOf(lintNames().toList());
    }

    @Test
    void namesOfLintsAreDistinct() {
        assertThat(lintNames().toList()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(25);
    }

    @Test
    void correctCertificatesHaveNoFindings() {
        assertThat(CertificateLints.findings(BrokenCertificates.ISSUER)).isEmpty();
        assertThat(CertificateLints.findings(BrokenCertificates.client(sketch -> {})))
                .isEmpty();
        assertThat(CertificateLints.findings(BrokenCertificates.server(sketch -> {})))
                .isEmpty();
        assertThat(CertificateLints.findings(BrokenCertificates.authority(sketch -> {})))
                .isEmpty();
    }

    @Test
    void refusalNamesTheFieldAtFaultAndTheLint() {
        LintSubject server = BrokenCertificates.server(sketch -> sketch.remove(Extension.subjectAlternativeName));
        ClmException refusal = catchThrowableOfType(ClmException.class, () -> CertificateLints.requireClean(server));
        assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(refusal.errors()).singleElement().satisfies(error -> {
            assertThat(error.field()).isEqualTo("subject_alternative_names");
            assertThat(error.code()).isEqualTo("server_has_a_dns_name_or_address");
        });
    }

    @Test
    void allFaultsAreReportedAtOnce() {
        LintSubject server = BrokenCertificates.server(sketch -> {
            sketch.names(new GeneralName(GeneralName.dNSName, "a_b.example"));
            sketch.subject = new X500Name("CN=www.example.com,C=xx");
        });
        assertThat(CertificateLints.findings(server))
                .extracting(FieldError::code)
                .containsExactlyInAnyOrder(
                        "subject_country_is_two_letters",
                        "dns_names_are_letters_digits_hyphens",
                        "server_common_name_is_an_alternative_name");
    }

    @Test
    void pathLengthOfTheRootBindsTheSecondLevelToo() {
        LintSubject root = BrokenCertificates.issuer(
                sketch -> sketch.set(Extension.basicConstraints, true, new BasicConstraints(1)));
        LintSubject first = BrokenCertificates.authorityUnder(root, sketch -> {
            sketch.subject = CertificateSketch.ISSUER_NAME;
            sketch.set(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(new byte[] {1, 2, 3, 4}));
        });
        assertThat(CertificateLints.findings(first)).isEmpty();
        assertThat(CertificateLints.findings(BrokenCertificates.authorityUnder(first, sketch -> {})))
                .extracting(FieldError::code)
                .containsExactly("path_length_of_authorities_above_is_kept");
        assertThat(CertificateLints.findings(BrokenCertificates.clientUnder(first, sketch -> {})))
                .isEmpty();
    }

    @Test
    void nameConstraintsOfTheRootBindTheSecondLevelToo() {
        LintSubject root = BrokenPaths.constrained(new GeneralName(GeneralName.dNSName, "example.com"));
        LintSubject below = BrokenCertificates.authorityUnder(root, sketch -> {});
        LintSubject client = BrokenCertificates.clientUnder(
                below, sketch -> sketch.names(new GeneralName(GeneralName.dNSName, "www.example.org")));
        assertThat(CertificateLints.findings(client))
                .extracting(FieldError::code)
                .contains("alternative_names_are_within_name_constraints_above");
    }
}
