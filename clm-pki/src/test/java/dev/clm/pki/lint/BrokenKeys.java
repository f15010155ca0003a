package dev.clm.pki.lint;

import static dev.clm.pki.lint.BrokenCertificates.client;

import java.math.BigInteger;
import java.util.Map;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

final class BrokenKeys {
    private static final AlgorithmIdentifier RSA =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);

    private BrokenKeys() {}

    static void addTo(Map<String, LintSubject> broken) {
        broken.put(
                "public_key_algorithm_is_supported",
                client(key(X9ObjectIdentifiers.id_dsa, null, CertificateSketch.point(65))));
        broken.put(
                "public_key_parameters_are_as_specified",
                client(key(EdECObjectIdentifiers.id_Ed25519, DERNull.INSTANCE, new byte[32])));
        broken.put(
                "public_key_curve_is_named_and_supported",
                client(key(
                        X9ObjectIdentifiers.id_ecPublicKey,
                        SECObjectIdentifiers.secp256k1,
                        CertificateSketch.point(65))));
        broken.put(
                "public_key_has_the_length_of_its_algorithm",
                client(key(
                        X9ObjectIdentifiers.id_ecPublicKey,
                        SECObjectIdentifiers.secp256r1,
                        CertificateSketch.point(64))));
        broken.put(
                "rsa_public_key_is_well_formed",
                client(key(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE, new byte[] {5, 0})));
        broken.put("rsa_modulus_has_at_least_2048_bits", client(sketch -> sketch.publicKey = rsa(2047, 65537)));
        broken.put(
                "rsa_modulus_is_odd", client(sketch -> sketch.publicKey = rsa(BigInteger.ONE.shiftLeft(2047), 65537)));
        broken.put("rsa_public_exponent_is_65537", client(sketch -> sketch.publicKey = rsa(2048, 3)));
    }

    static SubjectPublicKeyInfo rsa(int bits, int exponent) {
        return rsa(BigInteger.ONE.shiftLeft(bits - 1).setBit(0), exponent);
    }

    private static SubjectPublicKeyInfo rsa(BigInteger modulus, int exponent) {
        RSAPublicKey key = new RSAPublicKey(modulus, BigInteger.valueOf(exponent));
        return new SubjectPublicKeyInfo(RSA, CertificateSketch.encoded(key));
    }

    private static Consumer<CertificateSketch> key(
            ASN1ObjectIdentifier algorithm, ASN1Encodable parameters, byte[] bits) {
        return sketch ->
                sketch.publicKey = new SubjectPublicKeyInfo(new AlgorithmIdentifier(algorithm, parameters), bits);
    }
}
