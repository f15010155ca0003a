package dev.clm.api.certificate.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.clm.api.testing.IssuedPath;
import dev.clm.api.testing.OpenSsl;
import dev.clm.pki.encoding.PemEncoding;
import dev.clm.pki.request.ConstrainedNames;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What someone who holds a constrained authority's key could issue, judged by OpenSSL and by Java, neither of which asks us. */
@Tag("I2")
@Tag("A.3")
class ClosedNameTypesTest {
    private static final KeyPair ROOT = key();
    private static final KeyPair AUTHORITY = key();
    private static final KeyPair LEAF = key();

    @TempDir
    private Path folder;

    @BeforeAll
    static void needOpenSsl() {
        OpenSsl.require();
    }

    @ParameterizedTest
    @CsvSource({
        "2, www.inside.example, true",
        "2, www.outside.example, false",
        "7, 10.1.2.3, false",
        "7, 2001:db8::1, false",
        "1, jane@inside.example, false",
        "1, jane@invalid, false",
        "6, https://inside.example/, false",
        "6, https://invalid/, false",
    })
    void domainConstraintClosesTheOtherTypes(int type, String name, boolean valid) throws Exception {
        judge(constraints(List.of("inside.example"), null, null, null), type, name, valid);
    }

    @ParameterizedTest
    @CsvSource({
        "7, 10.1.2.3, true",
        "7, 192.0.2.1, false",
        "7, 2001:db8::1, false",
        "2, www.inside.example, false",
        "2, www.invalid, false",
        "1, jane@inside.example, false",
    })
    void rangeConstraintClosesTheOtherTypes(int type, String name, boolean valid) throws Exception {
        judge(constraints(null, List.of("10.0.0.0/8"), null, null), type, name, valid);
    }

    @ParameterizedTest
    @CsvSource({
        "1, jane@inside.example, true",
        "1, jane@outside.example, false",
        "7, 10.1.2.3, false",
        "2, inside.example, false"
    })
    void mailConstraintClosesTheOtherTypes(int type, String name, boolean valid) throws Exception {
        judge(constraints(null, null, List.of("inside.example"), null), type, name, valid);
    }

    @ParameterizedTest
    @CsvSource({"7, 10.1.2.3, true", "1, jane@outside.example, true", "6, https://outside.example/, false"})
    void typeThatIsLeftOpenIsOpen(int type, String name, boolean valid) throws Exception {
        judge(constraints(List.of("inside.example"), null, null, List.of("IP", "EMAIL")), type, name, valid);
    }

    private void judge(ConstrainedNames constraints, int type, String name, boolean valid) throws Exception {
        X509CertificateHolder root = certificate("CN=Root", ROOT, "CN=Root", ROOT, null, null);
        X509CertificateHolder authority =
                certificate("CN=Authority", AUTHORITY, "CN=Root", ROOT, constraints.extension(), null);
        X509CertificateHolder leaf =
                certificate("CN=Jane Doe", LEAF, "CN=Authority", AUTHORITY, null, new GeneralName(type, name));
        IssuedPath path = new IssuedPath(pem(leaf), List.of(pem(authority), pem(root)));

        OpenSsl verdict = path.verifyByOpenSsl(folder);
        assertThat(verdict.exitCode() == 0).as(verdict.output()).isEqualTo(valid);
        if (valid) {
            assertThatCode(path::verifyByJdk).doesNotThrowAnyException();
        } else {
            assertThatCode(path::verifyByJdk).hasMessageContaining("name constraints");
        }
    }

    private static ConstrainedNames constraints(
            List<String> domains, List<String> ranges, List<String> mail, List<String> open) {
        return ConstrainedNames.of(new ConstrainedNames.Unchecked(domains, null, ranges, null, mail, null, open));
    }

    private static X509CertificateHolder certificate(
            String subject, KeyPair key, String issuer, KeyPair signer, NameConstraints constraints, GeneralName name)
            throws Exception {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        boolean authority = name == null;
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        SubjectKeyIdentifier own = identifiers.createSubjectKeyIdentifier(key.getPublic());
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name(issuer),
                BigInteger.valueOf(subject.hashCode() & 0xFFFFFF),
                Date.from(now),
                Date.from(now.plus(36500, ChronoUnit.DAYS)),
                new X500Name(subject),
                key.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(authority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
        builder.addExtension(Extension.subjectKeyIdentifier, false, own);
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(signer.getPublic()));
        if (constraints != null) {
            builder.addExtension(Extension.nameConstraints, true, constraints);
        }
        if (name != null) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(name));
        }
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()));
    }

    private static String pem(X509CertificateHolder certificate) throws Exception {
        return PemEncoding.certificate(certificate.getEncoded());
    }

    private static KeyPair key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
