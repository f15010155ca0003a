package dev.clm.pki.publickey;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * Whether a private key is a public key's other half. RSA has both in PKCS#8; a point on a curve is computed anew, because the
 * copy that PKCS#8 may carry proves nothing. For P-256 that takes AWS-LC a seventh of Bouncy Castle's tenth of a millisecond.
 */
public final class KeyPairMatch {
    private KeyPairMatch() {}

    /** The caller zeroes the array. What cannot be read matches nothing. */
    public static boolean matches(byte[] pkcs8, SubjectPublicKeyInfo publicKey) {
        try {
            PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
            AlgorithmIdentifier algorithm = info.getPrivateKeyAlgorithm();
            if (!algorithm.getAlgorithm().equals(publicKey.getAlgorithm().getAlgorithm())) {
                return false;
            }
            if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
                return isSameModulus(info, publicKey);
            }
            if (algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                    && !algorithm
                            .getParameters()
                            .equals(publicKey.getAlgorithm().getParameters())) {
                return false;
            }
            byte[] expected = publicKey.getPublicKeyData().getOctets();
            return carries(info, expected)
                    ? NativeSignatures.isWhole(pkcs8)
                    : Arrays.equals(point(PrivateKeyFactory.createKey(info)), expected);
        } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
            return false;
        }
    }

    /** Where it does, AWS-LC can compare the copy with the point of the private number. */
    private static boolean carries(PrivateKeyInfo info, byte[] expected) throws IOException {
        if (!NativeSignatures.available()
                || !info.getPrivateKeyAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return false;
        }
        ASN1BitString copy = ECPrivateKey.getInstance(info.parsePrivateKey()).getPublicKey();
        return copy != null && Arrays.equals(copy.getOctets(), expected);
    }

    private static boolean isSameModulus(PrivateKeyInfo info, SubjectPublicKeyInfo publicKey) throws IOException {
        RSAPrivateKey privateKey = RSAPrivateKey.getInstance(info.parsePrivateKey());
        RSAPublicKey expected =
                RSAPublicKey.getInstance(publicKey.getPublicKeyData().getOctets());
        return privateKey.getModulus().equals(expected.getModulus())
                && privateKey.getPublicExponent().equals(expected.getPublicExponent());
    }

    private static byte[] point(AsymmetricKeyParameter privateKey) {
        if (privateKey instanceof ECPrivateKeyParameters ec) {
            return new FixedPointCombMultiplier()
                    .multiply(ec.getParameters().getG(), ec.getD())
                    .normalize()
                    .getEncoded(false);
        }
        if (privateKey instanceof Ed25519PrivateKeyParameters edwards) {
            return edwards.generatePublicKey().getEncoded();
        }
        if (privateKey instanceof Ed448PrivateKeyParameters edwards) {
            return edwards.generatePublicKey().getEncoded();
        }
        throw new IllegalArgumentException("not a kind of key that the vault holds");
    }
}
