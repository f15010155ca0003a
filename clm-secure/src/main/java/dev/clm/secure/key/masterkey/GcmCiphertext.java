package dev.clm.secure.key.masterkey;

import java.util.Objects;

/**
 * What AES-256-GCM produced: ciphertext, 96-bit IV and 128-bit tag (NIST SP 800-38D). Any other length of IV or tag is
 * refused, because a short tag is a forgery waiting to happen.
 */
public record GcmCiphertext(byte[] iv, byte[] ciphertext, byte[] tag) {
    public static final int IV_BYTES = 12;
    public static final int TAG_BYTES = 16;

    public GcmCiphertext {
        Objects.requireNonNull(ciphertext, "ciphertext");
        if (iv == null || iv.length != IV_BYTES || tag == null || tag.length != TAG_BYTES) {
            throw KeyUnusable.uniform();
        }
    }

    @Override
    public String toString() {
        return "GcmCiphertext[" + ciphertext.length + " bytes]";
    }
}
