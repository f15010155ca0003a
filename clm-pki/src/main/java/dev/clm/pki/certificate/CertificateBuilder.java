package dev.clm.pki.certificate;

import dev.clm.common.error.ClmException;
import dev.clm.pki.lint.LintSubject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/**
 * Builds version 3 certificates (RFC 5280 4.1) and lints each one, complete but for its signature, before anything can sign it.
 * Safe for any number of threads.
 */
public final class CertificateBuilder {
    /** How far back a certificate begins, for clocks that are slow; never before its issuer. */
    public static final Duration BACKDATE = Duration.ofSeconds(60);

    private final SecureRandom random;

    public CertificateBuilder(SecureRandom random) {
        this.random = random;
    }

    /**
     * A certificate under `issuer`, which it does not outlive: its validity is cut where the issuer's ends. A failed lint is a refusal
     * that names the field at fault; its code is the lint's name.
     */
    public LintedCertificate issuedBy(IssuerCertificate issuer, CertificateContent content, Instant now) {
        if (content.type() == CertificateType.ROOT) {
            throw new IllegalArgumentException("a root has no other issuer");
        }
        Instant issuerEnds = issuer.certificate().getNotAfter().toInstant();
        if (!issuerEnds.isAfter(now)) {
            throw ClmException.invalid("issuer_id", "issuer_expired", "The issuer's certificate has expired");
        }
        Instant notBefore =
                latest(begin(now), issuer.certificate().getNotBefore().toInstant());
        Instant notAfter = earliest(end(content, notBefore), issuerEnds);
        List<Extension> extensions = ProfileExtensions.ofSubject(content);
        extensions.add(issuer.authorityKeyIdentifier());
        extensions.addAll(issuer.locations());
        SerialNumber serialNumber = SerialNumber.random(random);
        V3TBSCertificateGenerator tbs = tbs(content, serialNumber, notBefore, notAfter, extensions);
        tbs.setIssuer(issuer.subject());
        tbs.setSignature(issuer.signatureAlgorithm().identifier());
        Function<byte[], LintSubject> role = content.type().isAuthority()
                ? certificate -> LintSubject.authority(certificate, issuer.lintSubject())
                : certificate -> LintSubject.endEntity(certificate, issuer.lintSubject());
        return LintedCertificate.of(
                RawDer.of(tbs.generateTBSCertificate()),
                serialNumber,
                issuer.signatureAlgorithm(),
                issuer.publicKey(),
                role);
    }

    /** A root. */
    public LintedCertificate selfSigned(CertificateContent content, Instant now) {
        if (content.type() != CertificateType.ROOT) {
            throw new IllegalArgumentException("only a root is its own issuer");
        }
        SignatureAlgorithm algorithm = SignatureAlgorithm.of(content.publicKey());
        SerialNumber serialNumber = SerialNumber.random(random);
        V3TBSCertificateGenerator tbs =
                tbs(content, serialNumber, begin(now), end(content, begin(now)), ProfileExtensions.ofSubject(content));
        tbs.setIssuer(content.subject());
        tbs.setSignature(algorithm.identifier());
        return LintedCertificate.of(
                RawDer.of(tbs.generateTBSCertificate()),
                serialNumber,
                algorithm,
                VerificationKey.of(content.publicKey(), algorithm),
                LintSubject::selfSigned);
    }

    private static V3TBSCertificateGenerator tbs(
            CertificateContent content,
            SerialNumber serialNumber,
            Instant notBefore,
            Instant notAfter,
            List<Extension> extensions) {
        V3TBSCertificateGenerator tbs = new V3TBSCertificateGenerator();
        tbs.setSerialNumber(new ASN1Integer(serialNumber.value()));
        tbs.setSubject(content.subject());
        tbs.setSubjectPublicKeyInfo(content.publicKey());
        tbs.setStartDate(new Time(Date.from(notBefore)));
        tbs.setEndDate(new Time(Date.from(notAfter)));
        tbs.setExtensions(new Extensions(extensions.toArray(Extension[]::new)));
        return tbs;
    }

    private static Instant begin(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).minus(BACKDATE);
    }

    /** The last second of the last day: notAfter is part of the validity (RFC 5280, 4.1.2.5). */
    private static Instant end(CertificateContent content, Instant notBefore) {
        return notBefore.plus(content.validityDays(), ChronoUnit.DAYS).minusSeconds(1);
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
