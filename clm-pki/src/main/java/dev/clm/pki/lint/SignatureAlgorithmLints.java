package dev.clm.pki.lint;

import static dev.clm.pki.lint.Lint.violatedWhen;

import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Null;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The two signature algorithm fields (RFC 5280 4.1.1.2, 4.1.2.3). */
final class SignatureAlgorithmLints {
    private static final Set<ASN1ObjectIdentifier> BROKEN = Set.of(
            PKCSObjectIdentifiers.md2WithRSAEncryption,
            PKCSObjectIdentifiers.md4WithRSAEncryption,
            PKCSObjectIdentifiers.md5WithRSAEncryption,
            PKCSObjectIdentifiers.sha1WithRSAEncryption,
            X9ObjectIdentifiers.ecdsa_with_SHA1,
            X9ObjectIdentifiers.id_dsa_with_sha1);

    static final List<Lint> ALL = List.of(
            violatedWhen(
                    "signature_algorithms_are_equal",
                    "4.1.1.2",
                    "certificate",
                    "The algorithm inside the signed part equals the one outside",
                    subject -> !subject.signatureAlgorithm.equals(subject.tbs.signature())),
            violatedWhen(
                    "signature_is_not_made_with_md5_or_sha1",
                    "RFC 6151 2, RFC 6194 3",
                    "issuer_id",
                    "The signature is not made with MD2, MD4, MD5 or SHA-1",
                    subject -> BROKEN.contains(subject.tbs.signature().getAlgorithm())),
            violatedWhen(
                    "signature_algorithm_fits_issuer_key",
                    "4.1.1.3, 6.1.3",
                    "issuer_id",
                    "The issuer's key can make a signature of this algorithm",
                    subject -> !fits(subject.tbs.signature().getAlgorithm(), subject.issuer)),
            violatedWhen(
                    "signature_algorithm_parameters_are_as_specified",
                    "RFC 4055 5, RFC 5758 3.2, RFC 8410 3",
                    "certificate",
                    "The algorithm's parameters are NULL for RSA and absent for ECDSA and EdDSA",
                    subject -> !hasSpecifiedParameters(subject.tbs.signature())));

    private SignatureAlgorithmLints() {}

    private static boolean fits(ASN1ObjectIdentifier signature, LintSubject issuer) {
        if (isRsa(signature)) {
            return issuer.hasPublicKey(PKCSObjectIdentifiers.rsaEncryption);
        }
        if (signature.equals(EdECObjectIdentifiers.id_Ed25519) || signature.equals(EdECObjectIdentifiers.id_Ed448)) {
            return issuer.hasPublicKey(signature);
        }
        return signature.on(X9ObjectIdentifiers.id_ecSigType)
                && issuer.hasPublicKey(X9ObjectIdentifiers.id_ecPublicKey);
    }

    private static boolean hasSpecifiedParameters(AlgorithmIdentifier signature) {
        return isRsa(signature.getAlgorithm())
                ? signature.getParameters() instanceof ASN1Null
                : signature.getParameters() == null;
    }

    private static boolean isRsa(ASN1ObjectIdentifier signature) {
        return signature.on(PKCSObjectIdentifiers.pkcs_1);
    }
}
