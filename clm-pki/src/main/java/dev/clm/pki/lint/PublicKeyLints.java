package dev.clm.pki.lint;

import static dev.clm.pki.lint.Lint.violatedWhen;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Null;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The subject's public key: algorithm, parameters and size (RFC 5280 4.1.2.7, RFC 3279, RFC 5480, RFC 8410). */
final class PublicKeyLints {
    private static final String FIELD = "csr";
    private static final int MINIMUM_RSA_BITS = 2048;
    private static final BigInteger EXPONENT = BigInteger.valueOf(65537);

    /** Octets of an uncompressed point. */
    private static final Map<ASN1Encodable, Integer> CURVES = Map.of(
            SECObjectIdentifiers.secp256r1, 65,
            SECObjectIdentifiers.secp384r1, 97,
            SECObjectIdentifiers.secp521r1, 133);

    private static final Map<ASN1ObjectIdentifier, Integer> EDWARDS =
            Map.of(EdECObjectIdentifiers.id_Ed25519, 32, EdECObjectIdentifiers.id_Ed448, 57);

    static final List<Lint> ALL = List.of(
            violatedWhen(
                    "public_key_algorithm_is_supported",
                    "4.1.2.7",
                    FIELD,
                    "The public key is RSA, ECDSA, Ed25519 or Ed448",
                    subject -> !isRsa(subject) && !isElliptic(subject) && !isEdwards(subject)),
            violatedWhen(
                    "public_key_parameters_are_as_specified",
                    "RFC 3279 2.3.1, RFC 8410 3",
                    FIELD,
                    "The key's algorithm parameters are NULL for RSA and absent for Ed25519 and Ed448",
                    subject -> isRsa(subject) && !(parameters(subject) instanceof ASN1Null)
                            || isEdwards(subject) && parameters(subject) != null),
            violatedWhen(
                    "public_key_curve_is_named_and_supported",
                    "RFC 5480 2.1.1",
                    FIELD,
                    "An elliptic curve key names P-256, P-384 or P-521",
                    subject -> isElliptic(subject) && !namesCurve(subject)),
            violatedWhen(
                    "public_key_has_the_length_of_its_algorithm",
                    "RFC 5480 2.2, RFC 8410 4",
                    FIELD,
                    "A curve point is uncompressed and has the curve's length, an Ed25519 or Ed448 key its fixed one",
                    PublicKeyLints::hasForeignLength),
            violatedWhen(
                    "rsa_public_key_is_well_formed",
                    "RFC 3279 2.3.1",
                    FIELD,
                    "An RSA key is a sequence of modulus and exponent",
                    subject -> isRsa(subject) && subject.rsaPublicKey == null),
            violatedWhen(
                    "rsa_modulus_has_at_least_2048_bits",
                    "NIST SP 800-131A 3",
                    FIELD,
                    "An RSA modulus has 2048 bits or more",
                    subject -> subject.rsaPublicKey != null
                            && subject.rsaPublicKey.getModulus().bitLength() < MINIMUM_RSA_BITS),
            violatedWhen(
                    "rsa_modulus_is_odd",
                    "RFC 8017 3.1",
                    FIELD,
                    "An RSA modulus is a product of odd primes",
                    subject -> subject.rsaPublicKey != null
                            && !subject.rsaPublicKey.getModulus().testBit(0)),
            violatedWhen(
                    "rsa_public_exponent_is_65537",
                    "NIST SP 800-89 5.3.3",
                    FIELD,
                    "An RSA public exponent is 65537",
                    subject -> subject.rsaPublicKey != null
                            && !subject.rsaPublicKey.getPublicExponent().equals(EXPONENT)));

    private PublicKeyLints() {}

    static boolean isRsa(LintSubject subject) {
        return subject.hasPublicKey(PKCSObjectIdentifiers.rsaEncryption);
    }

    static boolean isElliptic(LintSubject subject) {
        return subject.hasPublicKey(X9ObjectIdentifiers.id_ecPublicKey);
    }

    static boolean isEdwards(LintSubject subject) {
        return EDWARDS.containsKey(subject.tbs.publicKey().getAlgorithm().getAlgorithm());
    }

    private static ASN1Encodable parameters(LintSubject subject) {
        return subject.tbs.publicKey().getAlgorithm().getParameters();
    }

    private static boolean namesCurve(LintSubject subject) {
        ASN1Encodable parameters = parameters(subject);
        return parameters != null && CURVES.containsKey(parameters);
    }

    private static boolean hasForeignLength(LintSubject subject) {
        byte[] key = subject.tbs.publicKey().getPublicKeyData().getOctets();
        if (isElliptic(subject) && namesCurve(subject)) {
            return key.length != CURVES.get(parameters(subject)) || key[0] != 4;
        }
        return isEdwards(subject)
                && key.length
                        != EDWARDS.get(subject.tbs.publicKey().getAlgorithm().getAlgorithm());
    }
}
