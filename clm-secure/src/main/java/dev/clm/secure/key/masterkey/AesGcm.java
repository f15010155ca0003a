package dev.clm.secure.key.masterkey;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM with a fresh random 96-bit IV per encryption (NIST SP 800-38D, 8.2.2), by the JDK, which is nine times faster here. */
public final class AesGcm {
    public static final String NAME = "AES-256-GCM";

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    static final Provider PROVIDER = Security.getProvider("SunJCE");
    private static final SecureRandom RANDOM = new SecureRandom();

    private AesGcm() {}

    public static GcmCiphertext encrypt(SecretKey key, byte[] plaintext, AssociatedData bound) {
        return encrypt(PROVIDER, key, plaintext, bound);
    }

    /** The plaintext, which the caller zeroes; one uniform error whatever does not fit (K1). */
    public static byte[] decrypt(SecretKey key, GcmCiphertext sealed, AssociatedData bound) {
        return decrypt(PROVIDER, key, sealed, bound);
    }

    /** By the provider that can use the key: that of its token. */
    static GcmCiphertext encrypt(Provider provider, SecretKey key, byte[] plaintext, AssociatedData bound) {
        byte[] iv = new byte[GcmCiphertext.IV_BYTES];
        RANDOM.nextBytes(iv);
        return encrypt(provider, key, iv, plaintext, bound.encode());
    }

    static byte[] decrypt(Provider provider, SecretKey key, GcmCiphertext sealed, AssociatedData bound) {
        return decrypt(provider, key, sealed, bound.encode());
    }

    static GcmCiphertext encrypt(Provider provider, SecretKey key, byte[] iv, byte[] plaintext, byte[] aad) {
        try {
            byte[] sealed = cipher(provider, Cipher.ENCRYPT_MODE, key, iv, aad).doFinal(plaintext);
            int length = sealed.length - GcmCiphertext.TAG_BYTES;
            return new GcmCiphertext(
                    iv, Arrays.copyOf(sealed, length), Arrays.copyOfRange(sealed, length, sealed.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not usable in this Java runtime", e);
        }
    }

    static byte[] decrypt(Provider provider, SecretKey key, GcmCiphertext sealed, byte[] aad) {
        try {
            return cipher(provider, Cipher.DECRYPT_MODE, key, sealed.iv(), aad).doFinal(join(sealed));
        } catch (GeneralSecurityException | ProviderException e) {
            throw KeyUnusable.uniform();
        }
    }

    private static Cipher cipher(Provider provider, int mode, SecretKey key, byte[] iv, byte[] aad)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION, provider);
        cipher.init(mode, key, new GCMParameterSpec(GcmCiphertext.TAG_BYTES * Byte.SIZE, iv));
        cipher.updateAAD(aad);
        return cipher;
    }

    private static byte[] join(GcmCiphertext sealed) {
        int length = sealed.ciphertext().length;
        byte[] joined = Arrays.copyOf(sealed.ciphertext(), length + GcmCiphertext.TAG_BYTES);
        System.arraycopy(sealed.tag(), 0, joined, length, GcmCiphertext.TAG_BYTES);
        return joined;
    }
}
