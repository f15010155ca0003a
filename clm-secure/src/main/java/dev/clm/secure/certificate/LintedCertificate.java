package dev.clm.secure.certificate;

import dev.clm.secure.lint.CertificateLints;
import dev.clm.secure.lint.LintSubject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.cert.X509CertificateHolder;

/** A certificate that passed every lint and lacks only its signature. No other object can be signed as a certificate. */
public final class LintedCertificate {
    private static final byte[] PLACEHOLDER = new byte[64];

    private final byte[] toBeSigned;
    private final SerialNumber serialNumber;
    private final SignatureAlgorithm algorithm;
    private final VerificationKey issuerKey;

    private LintedCertificate(
            byte[] toBeSigned, SerialNumber serialNumber, SignatureAlgorithm algorithm, VerificationKey issuerKey) {
        this.toBeSigned = toBeSigned;
        this.serialNumber = serialNumber;
        this.algorithm = algorithm;
        this.issuerKey = issuerKey;
    }

    /** Lints the certificate under a signature of zeros, so that a broken one never meets the real key. */
    static LintedCertificate of(
            byte[] toBeSigned,
            SerialNumber serialNumber,
            SignatureAlgorithm algorithm,
            VerificationKey issuerKey,
            Function<byte[], LintSubject> role) {
        CertificateLints.requireClean(role.apply(certificate(toBeSigned, algorithm, PLACEHOLDER)));
        return new LintedCertificate(toBeSigned, serialNumber, algorithm, issuerKey);
    }

    public SerialNumber serialNumber() {
        return serialNumber;
    }

    /** The finished certificate. A signature that the issuer's public key does not verify is never released. */
    public X509CertificateHolder sign(TbsSigner signer) {
        byte[] signature = signer.sign(algorithm, toBeSigned.clone());
        if (!issuerKey.verifies(toBeSigned, signature)) {
            throw new IllegalStateException("the signature was not made by the issuer's key");
        }
        try {
            return new X509CertificateHolder(certificate(toBeSigned, algorithm, signature));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] certificate(byte[] toBeSigned, SignatureAlgorithm algorithm, byte[] signature) {
        return RawDer.sequence(toBeSigned, RawDer.of(algorithm.identifier()), RawDer.of(new DERBitString(signature)));
    }
}
