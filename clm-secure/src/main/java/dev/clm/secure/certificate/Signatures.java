package dev.clm.secure.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.util.Arrays;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** Signs and verifies without a JCA provider: stateless, safe for any number of threads. ECDSA nonces are random. */
public final class Signatures {
    private Signatures() {}

    public static byte[] sign(AsymmetricKeyParameter privateKey, SignatureAlgorithm algorithm, byte[] message) {
        Signer signer = algorithm.newSigner();
        signer.init(true, privateKey);
        signer.update(message, 0, message.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("signing failed", e);
        }
    }

    /** With a PKCS#8 key; the caller zeroes the array. */
    public static byte[] sign(byte[] pkcs8, SignatureAlgorithm algorithm, byte[] message) {
        return sign(privateKey(pkcs8), algorithm, message);
    }

    public static byte[] sign(PrivateKey privateKey, SignatureAlgorithm algorithm, byte[] message) {
        byte[] pkcs8 = privateKey.getEncoded();
        try {
            return sign(pkcs8, algorithm, message);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    public static boolean verify(
            AsymmetricKeyParameter publicKey, SignatureAlgorithm algorithm, byte[] message, byte[] signature) {
        Signer signer = algorithm.newSigner();
        signer.init(false, publicKey);
        signer.update(message, 0, message.length);
        return signer.verifySignature(signature);
    }

    public static AsymmetricKeyParameter publicKey(SubjectPublicKeyInfo key) {
        try {
            return PublicKeyFactory.createKey(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AsymmetricKeyParameter privateKey(byte[] pkcs8) {
        try {
            return PrivateKeyFactory.createKey(pkcs8);
        } catch (IOException | RuntimeException e) {
            // Without the cause: a parser may quote what it read.
            throw new IllegalArgumentException("not a PKCS#8 private key");
        }
    }
}
