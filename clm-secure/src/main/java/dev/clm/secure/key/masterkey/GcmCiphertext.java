package dev.clm.secure.key.masterkey;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * What AES-256-GCM produced: ciphertext, 96-bit IV and 128-bit tag (NIST SP 800-38D). Any other length of IV or tag is
 * refused, because a short tag is a forgery waiting to happen.
 */
public record GcmCiphertext(byte[] iv, byte[] ciphertext, byte[] tag) {
    public static final int IV_BYTES = 12;
    public static final int TAG_BYTES = 16;
    private static final byte VERSION = 1;

    public GcmCiphertext {
        Objects.requireNonNull(ciphertext, "ciphertext");
        if (iv == null || iv.length != IV_BYTES || tag == null || tag.length != TAG_BYTES) {
            throw KeyUnusable.uniform();
        }
    }

    /** What stands in encrypted_key_material where IV and tag have columns of their own: a version byte and the ciphertext. */
    public byte[] material() {
        return ByteBuffer.allocate(1 + ciphertext.length)
                .put(VERSION)
                .put(ciphertext)
                .array();
    }

    public static GcmCiphertext ofMaterial(byte[] material, byte[] iv, byte[] tag) {
        if (material.length == 0 || material[0] != VERSION) {
            throw KeyUnusable.uniform();
        }
        return new GcmCiphertext(iv, Arrays.copyOfRange(material, 1, material.length), tag);
    }

    @Override
    public String toString() {
        return "GcmCiphertext[" + ciphertext.length + " bytes]";
    }
}
