package dev.clm.pki.certificate;

import dev.clm.pki.publickey.NativeSignatures;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/** Signs: by AWS-LC where it can, otherwise by Bouncy Castle. Stateless, safe for any number of threads. ECDSA nonces are random. */
public final class Signatures {
    private Signatures() {}

    /** With a PKCS#8 key; the caller zeroes the array. */
    public static byte[] sign(byte[] pkcs8, SignatureAlgorithm algorithm, byte[] message) {
        Optional<String> byAwsLc = algorithm.nativeName();
        return byAwsLc.isPresent()
                ? signByAwsLc(pkcs8, byAwsLc.get(), message)
                : signByBouncyCastle(pkcs8, algorithm, message);
    }

    public static byte[] sign(PrivateKey privateKey, SignatureAlgorithm algorithm, byte[] message) {
        byte[] pkcs8 = privateKey.getEncoded();
        try {
            return sign(pkcs8, algorithm, message);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private static byte[] signByAwsLc(byte[] pkcs8, String algorithm, byte[] message) {
        try {
            return NativeSignatures.sign(algorithm, pkcs8, message);
        } catch (GeneralSecurityException e) {
            throw notAKey();
        }
    }

    static byte[] signByBouncyCastle(byte[] pkcs8, SignatureAlgorithm algorithm, byte[] message) {
        Signer signer = algorithm.newSigner();
        signer.init(true, privateKey(pkcs8));
        signer.update(message, 0, message.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("signing failed", e);
        }
    }

    private static AsymmetricKeyParameter privateKey(byte[] pkcs8) {
        try {
            return PrivateKeyFactory.createKey(pkcs8);
        } catch (IOException | RuntimeException e) {
            throw notAKey();
        }
    }

    /** Without the cause: a parser may quote what it read. */
    private static IllegalArgumentException notAKey() {
        return new IllegalArgumentException("not a PKCS#8 private key");
    }
}
