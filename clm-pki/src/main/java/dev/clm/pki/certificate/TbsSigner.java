package dev.clm.pki.certificate;

/** The issuer's private key, wherever it is: in the vault for the length of one call, or in a token that never gives it away. */
@FunctionalInterface
public interface TbsSigner {
    /** The signature over `toBeSigned` (DER of a TBSCertificate or TBSCertList). */
    byte[] sign(SignatureAlgorithm algorithm, byte[] toBeSigned);
}
