package dev.clm.secure.masterkey;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM with a fresh random 96-bit IV per encryption (NIST SP 800-38D, 8.2.2), by the JDK, which is nine times faster here. */
public final class AesGcm {
    public static final String NAME = "AES-256-GCM";

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final String PROVIDER = "SunJCE";
    private static final SecureRandom RANDOM = new SecureRandom();

    private AesGcm() {}

    public static GcmCiphertext encrypt(SecretKey key, byte[] plaintext, AssociatedData bound) {
        byte[] iv = new byte[GcmCiphertext.IV_BYTES];
        RANDOM.nextBytes(iv);
        return encrypt(key, iv, plaintext, bound.encode());
    }

    /** The plaintext, which the caller zeroes; one uniform error whatever does not fit (K1). */
    public static byte[] decrypt(SecretKey key, GcmCiphertext sealed, AssociatedData bound) {
        return decrypt(key, sealed, bound.encode());
    }

    static GcmCiphertext encrypt(SecretKey key, byte[] iv, byte[] plaintext, byte[] aad) {
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, iv, aad).doFinal(plaintext);
            int length = sealed.length - GcmCiphertext.TAG_BYTES;
            return new GcmCiphertext(
                    iv, Arrays.copyOf(sealed, length), Arrays.copyOfRange(sealed, length, sealed.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not usable in this Java runtime", e);
        }
    }

    static byte[] decrypt(SecretKey key, GcmCiphertext sealed, byte[] aad) {
        try {
            return cipher(Cipher.DECRYPT_MODE, key, sealed.iv(), aad).doFinal(join(sealed));
        } catch (GeneralSecurityException e) {
            throw KeyUnusable.uniform();
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] iv, byte[] aad) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION, PROVIDER);
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
