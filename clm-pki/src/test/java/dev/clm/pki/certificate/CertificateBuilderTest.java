package dev.clm.pki.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clm.common.error.ClmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RFC5280")
class CertificateBuilderTest {
    private static final CertificateBuilder BUILDER = new CertificateBuilder(new SecureRandom());
    private static final TestKey KEY = TestKey.generate(TestKey.Kind.P_256);
    private static final TestAuthority ROOT = TestAuthority.root(TestKey.Kind.P_256);
    private static final X500Name NO_NAME = new X500Name(new RDN[0]);

    @Test
    void endEntityIsNeverAnAuthorityAndSaysSo() {
        for (CertificateType type : CertificateType.values()) {
            if (!type.isAuthority()) {
                GeneralNames names = new GeneralNames(new GeneralName[] {
                    new GeneralName(GeneralName.dNSName, "www.example.com"),
                    new GeneralName(GeneralName.rfc822Name, "ops@example.com")
                });
                X509CertificateHolder issued = ROOT.issue(type, KEY, new X500Name("CN=www.example.com"), names);
                assertThat(issued.getExtension(Extension.basicConstraints).isCritical())
                        .isTrue();
                assertThat(BasicConstraints.fromExtensions(issued.getExtensions())
                                .isCA())
                        .isFalse();
            }
        }
    }

    @Test
    void extensionsCarryTheSpecifiedCriticality() {
        Extensions extensions = ROOT.server(KEY, "www.example.com").getExtensions();
        assertThat(extensions.getCriticalExtensionOIDs())
                .containsExactlyInAnyOrder(Extension.basicConstraints, Extension.keyUsage);
        assertThat(extensions.getNonCriticalExtensionOIDs())
                .containsExactlyInAnyOrder(
                        Extension.extendedKeyUsage,
                        Extension.subjectKeyIdentifier,
                        Extension.authorityKeyIdentifier,
                        Extension.subjectAlternativeName,
                        Extension.cRLDistributionPoints,
                        Extension.authorityInfoAccess);
    }

    @Test
    void alternativeNameIsCriticalWithoutSubject() {
        X509CertificateHolder issued =
                ROOT.issue(CertificateType.SERVER, KEY, NO_NAME, TestAuthority.dns("www.example.com"));
        assertThat(issued.getExtension(Extension.subjectAlternativeName).isCritical())
                .isTrue();
    }

    @Test
    void addressesAppearOnlyWhereTheServiceAnswers() {
        IssuerCertificate silent = IssuerCertificate.of(ROOT.issuer().chain(), PublicationUrls.NONE);
        X509CertificateHolder issued = BUILDER.issuedBy(silent, client(), Instant.now())
                .sign(ROOT.key().signer())
                .decoded();
        assertThat(issued.getExtension(Extension.cRLDistributionPoints)).isNull();
        assertThat(issued.getExtension(Extension.authorityInfoAccess)).isNull();
    }

    @Test
    void rootCarriesNoAddressesAndNoAuthorityKeyIdentifier() {
        assertThat(ROOT.issuer().certificate().getExtensions().getExtensionOIDs())
                .containsExactlyInAnyOrder(
                        Extension.basicConstraints, Extension.keyUsage, Extension.subjectKeyIdentifier);
    }

    @Test
    void validityBeginsAMinuteBackInWholeSeconds() {
        Instant now = Instant.parse("2030-05-06T07:08:09.987Z");
        TestAuthority older = authorityAt(now.minus(Duration.ofDays(1)));
        X509CertificateHolder issued = issueAt(now, older);
        assertThat(issued.getNotBefore()).isEqualTo(Instant.parse("2030-05-06T07:07:09Z"));
        assertThat(issued.getNotAfter()).isEqualTo(Instant.parse("2030-08-04T07:07:08Z"));
    }

    @Test
    @Tag("A.11")
    void daysAreCountedWithTheirLastSecond() {
        Instant now = Instant.parse("2030-05-06T07:08:09Z");
        X509CertificateHolder issued = issueAt(now, authorityAt(now));

        long seconds = issued.getNotAfter().toInstant().getEpochSecond()
                - issued.getNotBefore().toInstant().getEpochSecond()
                + 1;

        assertThat(seconds).isEqualTo(90 * 86_400L);
    }

    @Test
    void validityDoesNotBeginBeforeTheIssuers() {
        Instant now = Instant.parse("2030-05-06T07:08:09Z");
        TestAuthority authority = authorityAt(now);
        X509CertificateHolder issued = issueAt(now.minusSeconds(30), authority);
        assertThat(issued.getNotBefore())
                .isEqualTo(authority.issuer().certificate().getNotBefore());
    }

    @Test
    void validityIsCutWhereTheIssuersEnds() {
        Instant made = Instant.parse("2030-05-06T07:08:09Z");
        TestAuthority authority = authorityAt(made);
        X509CertificateHolder issued = issueAt(made.plus(Duration.ofDays(3649)), authority);
        assertThat(issued.getNotAfter())
                .isEqualTo(authority.issuer().certificate().getNotAfter());
    }

    @Test
    void expiredIssuerIsRefusedByItsField() {
        Instant made = Instant.parse("2030-05-06T07:08:09Z");
        TestAuthority authority = authorityAt(made);
        ClmException refusal =
                catchThrowableOfType(ClmException.class, () -> issueAt(made.plus(Duration.ofDays(3650)), authority));
        assertThat(refusal.errors()).singleElement().extracting("field").isEqualTo("issuer_id");
    }

    @Test
    void timesFrom2050OnAreGeneralized() {
        Instant made = Instant.parse("2049-12-31T23:59:59Z");
        X509CertificateHolder root = authorityAt(made).issuer().certificate();
        assertThat(root.toASN1Structure().getEndDate().toASN1Primitive()).isInstanceOf(ASN1GeneralizedTime.class);
        assertThat(root.toASN1Structure().getStartDate().toASN1Primitive()).isInstanceOf(ASN1UTCTime.class);
    }

    @Test
    void keyNeverSignsWhatFailsALint() {
        AtomicBoolean asked = new AtomicBoolean();
        TbsSigner watched = (algorithm, toBeSigned) -> {
            asked.set(true);
            return ROOT.key().signer().sign(algorithm, toBeSigned);
        };
        CertificateContent server =
                TestAuthority.content(CertificateType.SERVER, KEY, new X500Name("CN=www.example.com"), null);
        ClmException refusal = catchThrowableOfType(
                ClmException.class,
                () -> BUILDER.issuedBy(ROOT.issuer(), server, Instant.now()).sign(watched));
        assertThat(refusal.errors()).singleElement().extracting("code").isEqualTo("server_has_a_dns_name_or_address");
        assertThat(asked).isFalse();
    }

    @Test
    void signatureOfAnotherKeyIsNotReleased() {
        LintedCertificate linted = BUILDER.issuedBy(ROOT.issuer(), client(), Instant.now());
        assertThatIllegalStateException().isThrownBy(() -> linted.sign(KEY.signer()));
    }

    @Test
    void serialNumberIsKnownBeforeSigning() {
        LintedCertificate linted = BUILDER.issuedBy(ROOT.issuer(), client(), Instant.now());
        assertThat(linted.sign(ROOT.key().signer()).decoded().getSerialNumber())
                .isEqualTo(linted.serialNumber().value());
    }

    @Test
    void pathLengthZeroAllowsNoFurtherAuthority() {
        TestAuthority last = ROOT.intermediate(TestKey.Kind.P_256, 0, null);
        ClmException refusal =
                catchThrowableOfType(ClmException.class, () -> last.intermediate(TestKey.Kind.P_256, null, null));
        assertThat(refusal.errors())
                .singleElement()
                .extracting("code")
                .isEqualTo("path_length_of_authorities_above_is_kept");
    }

    @Test
    void nameConstraintsBindWhatIsIssued() {
        NameConstraints example = new NameConstraints(
                new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, "example.com"))}, null);
        TestAuthority constrained = ROOT.intermediate(TestKey.Kind.P_256, 0, example);
        assertThat(constrained.server(KEY, "www.example.com").getSerialNumber()).isPositive();
        ClmException refusal =
                catchThrowableOfType(ClmException.class, () -> constrained.server(KEY, "www.example.org"));
        assertThat(refusal.errors())
                .singleElement()
                .extracting("code")
                .isEqualTo("alternative_names_are_within_name_constraints_above");
    }

    @Test
    void aWildcardDoesNotStandForAnExcludedName() {
        NameConstraints example = new NameConstraints(
                null,
                new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, "vault.example.com"))});
        TestAuthority constrained = ROOT.intermediate(TestKey.Kind.P_256, 0, example);
        assertThat(constrained.server(KEY, "*.example.org").getSerialNumber()).isPositive();
        assertThat(constrained.server(KEY, "*.www.example.com").getSerialNumber())
                .isPositive();
        for (String covering : List.of("*.example.com", "*.vault.example.com")) {
            ClmException refusal = catchThrowableOfType(ClmException.class, () -> constrained.server(KEY, covering));
            assertThat(refusal.errors())
                    .singleElement()
                    .extracting("code")
                    .isEqualTo("alternative_names_are_within_name_constraints_above");
        }
    }

    @Test
    void endEntityTakesNeitherPathLengthNorNameConstraints() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CertificateContent(
                        CertificateType.LEAF, NO_NAME, null, KEY.publicKey(), KEY.keyIdentifier(), 1, 0, null));
    }

    private static TestAuthority authorityAt(Instant instant) {
        return TestAuthority.root(KEY, instant);
    }

    private static X509CertificateHolder issueAt(Instant instant, TestAuthority authority) {
        return BUILDER.issuedBy(authority.issuer(), client(), instant)
                .sign(authority.key().signer())
                .decoded();
    }

    private static CertificateContent client() {
        return TestAuthority.content(CertificateType.CLIENT, KEY, new X500Name("CN=Alice"), null);
    }
}
