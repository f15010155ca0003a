package dev.clm.pki.publickey;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import javax.security.auth.DestroyFailedException;

/**
 * ECDSA and RSA signatures by AWS-LC, where its library can be loaded; elsewhere callers use Bouncy Castle. A private key goes
 * from the caller's array straight into native memory and is cleansed there before the call returns (K5).
 * {@code -Dclm.native-signatures=false} switches it off.
 */
public final class NativeSignatures {
    private static final int RSA_SIZES = 128;
    private static final Provider PROVIDER = load();

    private NativeSignatures() {}

    public static boolean available() {
        return PROVIDER != null;
    }

    /**
     * With a PKCS#8 key, of which no copy is made on the heap; the caller zeroes the array.
     *
     * @param algorithm a JCA name, such as SHA256withECDSA
     * @throws GeneralSecurityException where the key is none, or none of this algorithm's
     */
    public static byte[] sign(String algorithm, byte[] pkcs8, byte[] message) throws GeneralSecurityException {
        PrivateKey key = keyFactory(algorithm).generatePrivate(new LentKey(pkcs8));
        try {
            Signature signer = Signature.getInstance(algorithm, PROVIDER);
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } finally {
            destroy(key);
        }
    }

    /** A signature that is no signature at all is a wrong one. */
    public static boolean verify(String algorithm, PublicKey key, byte[] message, byte[] signature)
            throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(algorithm, PROVIDER);
        verifier.initVerify(key);
        verifier.update(message);
        try {
            return verifier.verify(signature);
        } catch (SignatureException malformed) {
            return false;
        }
    }

    /**
     * Whether an elliptic PKCS#8 key is whole: AWS-LC computes its point and refuses a key that carries another one. Says
     * nothing of a key that carries none.
     */
    static boolean isWhole(byte[] pkcs8) throws GeneralSecurityException {
        try {
            destroy(keyFactory("ECDSA").generatePrivate(new LentKey(pkcs8)));
            return true;
        } catch (InvalidKeySpecException refused) {
            return false;
        }
    }

    /** From the DER of a SubjectPublicKeyInfo; good for any number of threads. */
    public static PublicKey publicKey(String algorithm, byte[] der) throws GeneralSecurityException {
        return keyFactory(algorithm).generatePublic(new X509EncodedKeySpec(der));
    }

    /**
     * Makes RSA keys, some eight times as fast as the JDK, and keeps them out of the heap until they are encoded. Elsewhere, and
     * for a size that AWS-LC would round up, it is the JDK's.
     */
    static KeyPairGenerator rsaKeyPairs(int size) throws GeneralSecurityException {
        KeyPairGenerator generator = available() && size % RSA_SIZES == 0
                ? KeyPairGenerator.getInstance("RSA", PROVIDER)
                : KeyPairGenerator.getInstance("RSA");
        generator.initialize(new RSAKeyGenParameterSpec(size, RSAKeyGenParameterSpec.F4));
        return generator;
    }

    private static KeyFactory keyFactory(String algorithm) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm.endsWith("ECDSA") ? "EC" : "RSA", PROVIDER);
    }

    private static void destroy(PrivateKey key) {
        try {
            key.destroy();
        } catch (DestroyFailedException e) {
            throw new IllegalStateException("a native key can always be destroyed", e);
        }
    }

    private static Provider load() {
        if (!Boolean.parseBoolean(System.getProperty("clm.native-signatures", "true"))) {
            return null;
        }
        AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
        return provider.getLoadingError() == null ? provider : null;
    }

    /** Hands out the caller's array itself: PKCS8EncodedKeySpec would leave two copies behind that nobody can zero. */
    private static final class LentKey extends PKCS8EncodedKeySpec {
        private final byte[] pkcs8;

        LentKey(byte[] pkcs8) {
            super(new byte[0]);
            this.pkcs8 = pkcs8;
        }

        @Override
        public byte[] getEncoded() {
            return pkcs8;
        }
    }
}
