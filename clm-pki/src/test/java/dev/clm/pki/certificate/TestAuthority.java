package dev.clm.pki.certificate;

import java.security.SecureRandom;
import java.time.Instant;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509CertificateHolder;

/** An authority with its key in the open, for tests. */
public record TestAuthority(TestKey key, IssuerCertificate issuer) {
    public static final PublicationUrls URLS =
            new PublicationUrls("http://ca.example/pki/test/crl.der", "http://ca.example/pki/test/ca.pem", null);
    private static final CertificateBuilder BUILDER = new CertificateBuilder(new SecureRandom());

    public static TestAuthority root(TestKey.Kind kind) {
        return root(TestKey.shared(kind), Instant.now());
    }

    static TestAuthority root(TestKey key, Instant now) {
        X509CertificateHolder certificate = BUILDER.selfSigned(
                        CertificateContent.authority(
                                CertificateType.ROOT,
                                new X500Name("CN=Test Root"),
                                key.publicKey(),
                                key.keyIdentifier(),
                                3650,
                                null,
                                null),
                        now)
                .sign(key.signer())
                .decoded();
        return new TestAuthority(key, IssuerCertificate.of(CertificateChain.of(certificate), URLS));
    }

    public TestAuthority intermediate(TestKey.Kind kind) {
        return intermediate(kind, null, null);
    }

    TestAuthority intermediate(TestKey.Kind kind, Integer pathLength, NameConstraints nameConstraints) {
        TestKey subject = TestKey.generate(kind);
        X509CertificateHolder certificate = BUILDER.issuedBy(
                        issuer,
                        CertificateContent.authority(
                                CertificateType.INTERMEDIATE,
                                new X500Name("CN=Test Intermediate"),
                                subject.publicKey(),
                                subject.keyIdentifier(),
                                1825,
                                pathLength,
                                nameConstraints),
                        Instant.now())
                .sign(key.signer())
                .decoded();
        return new TestAuthority(subject, IssuerCertificate.of(issuer.chain().precededBy(certificate), URLS));
    }

    X509CertificateHolder server(TestKey subject, String name) {
        return issue(CertificateType.SERVER, subject, new X500Name("CN=" + name), dns(name));
    }

    X509CertificateHolder issue(CertificateType type, TestKey subject, X500Name name, GeneralNames names) {
        return BUILDER.issuedBy(issuer, content(type, subject, name, names), Instant.now())
                .sign(key.signer())
                .decoded();
    }

    static CertificateContent content(CertificateType type, TestKey subject, X500Name name, GeneralNames names) {
        return CertificateContent.endEntity(
                type, name, names, subject.publicKey(), subject.keyIdentifier(), type.defaultValidityDays());
    }

    static GeneralNames dns(String name) {
        return new GeneralNames(new GeneralName(GeneralName.dNSName, name));
    }
}
