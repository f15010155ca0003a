package dev.clm.secure.key.masterkey;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** encryption_keys.encrypted_key_material: 0x01, IV, ciphertext, tag. Permanent (docs/decisions/0002-key-formats.md). */
final class WrappedKeyFormat {
    private static final byte VERSION = 1;
    private static final int OVERHEAD = 1 + GcmCiphertext.IV_BYTES + GcmCiphertext.TAG_BYTES;

    private WrappedKeyFormat() {}

    static byte[] encode(GcmCiphertext sealed) {
        return ByteBuffer.allocate(OVERHEAD + sealed.ciphertext().length)
                .put(VERSION)
                .put(sealed.iv())
                .put(sealed.ciphertext())
                .put(sealed.tag())
                .array();
    }

    static GcmCiphertext decode(byte[] stored) {
        if (stored.length < OVERHEAD || stored[0] != VERSION) {
            throw KeyUnusable.uniform();
        }
        int tagStart = stored.length - GcmCiphertext.TAG_BYTES;
        int ivEnd = 1 + GcmCiphertext.IV_BYTES;
        return new GcmCiphertext(
                Arrays.copyOfRange(stored, 1, ivEnd),
                Arrays.copyOfRange(stored, ivEnd, tagStart),
                Arrays.copyOfRange(stored, tagStart, stored.length));
    }
}
