package dev.clm.pki.certificate;

import dev.clm.pki.lint.CertificateLints;
import dev.clm.pki.lint.LintSubject;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERBitString;

/** A certificate that passed every lint and lacks only its signature. No other object can be signed as a certificate. */
public final class LintedCertificate {
    private static final byte[] PLACEHOLDER = new byte[64];

    private final byte[] toBeSigned;
    private final ASN1Encodable decoded;
    private final SerialNumber serialNumber;
    private final SignatureAlgorithm algorithm;
    private final VerificationKey issuerKey;

    private LintedCertificate(
            byte[] toBeSigned,
            ASN1Encodable decoded,
            SerialNumber serialNumber,
            SignatureAlgorithm algorithm,
            VerificationKey issuerKey) {
        this.toBeSigned = toBeSigned;
        this.decoded = decoded;
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
        LintSubject complete = role.apply(RawDer.sequence(
                toBeSigned, RawDer.of(algorithm.identifier()), RawDer.of(new DERBitString(PLACEHOLDER))));
        CertificateLints.requireClean(complete);
        return new LintedCertificate(toBeSigned, complete.toBeSigned(), serialNumber, algorithm, issuerKey);
    }

    public SerialNumber serialNumber() {
        return serialNumber;
    }

    /** The finished certificate. A signature that the issuer's public key does not verify is never released. */
    public SignedCertificate sign(TbsSigner signer) {
        byte[] signature = signer.sign(algorithm, toBeSigned.clone());
        if (!issuerKey.verifies(toBeSigned, signature)) {
            throw new IllegalStateException("the signature was not made by the issuer's key");
        }
        return SignedCertificate.of(toBeSigned, decoded, algorithm, signature);
    }
}
