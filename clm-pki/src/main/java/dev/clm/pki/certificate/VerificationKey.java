package dev.clm.pki.certificate;

import dev.clm.pki.publickey.NativeSignatures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.function.BiPredicate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** An authority's public key, decoded once, with the one algorithm that it verifies. Good for any number of threads. */
public final class VerificationKey {
    private final BiPredicate<byte[], byte[]> verification;

    private VerificationKey(BiPredicate<byte[], byte[]> verification) {
        this.verification = verification;
    }

    public static VerificationKey of(SubjectPublicKeyInfo key, SignatureAlgorithm algorithm) {
        return algorithm.nativeName().map(name -> byAwsLc(key, name)).orElseGet(() -> byBouncyCastle(key, algorithm));
    }

    /** Whether the private half of this key made `signature` over `message`. */
    public boolean verifies(byte[] message, byte[] signature) {
        return verification.test(message, signature);
    }

    static VerificationKey byBouncyCastle(SubjectPublicKeyInfo info, SignatureAlgorithm algorithm) {
        AsymmetricKeyParameter key = decode(info);
        return new VerificationKey((message, signature) -> {
            Signer signer = algorithm.newSigner();
            signer.init(false, key);
            signer.update(message, 0, message.length);
            return signer.verifySignature(signature);
        });
    }

    private static VerificationKey byAwsLc(SubjectPublicKeyInfo info, String algorithm) {
        try {
            PublicKey key = NativeSignatures.publicKey(algorithm, info.getEncoded());
            return new VerificationKey((message, signature) -> verify(algorithm, key, message, signature));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("not a public key of an authority", e);
        }
    }

    private static boolean verify(String algorithm, PublicKey key, byte[] message, byte[] signature) {
        try {
            return NativeSignatures.verify(algorithm, key, message, signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("verification failed", e);
        }
    }

    private static AsymmetricKeyParameter decode(SubjectPublicKeyInfo info) {
        try {
            return PublicKeyFactory.createKey(info);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
