package dev.clm.secure.key.signer;

import dev.clm.secure.key.masterkey.AssociatedData;
import dev.clm.secure.key.masterkey.GcmCiphertext;
import dev.clm.secure.key.masterkey.KeyUnusable;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * A row of platform_signers: a self-signed certificate, and its key as it rests.
 *
 * @param encryptedKeyMaterial version byte and ciphertext, as in private_keys
 */
public record Signer(
        UUID id,
        UUID encryptionKeyId,
        byte[] certificateDer,
        String thumbprintSha256,
        Instant notAfter,
        byte[] encryptedKeyMaterial,
        byte[] iv,
        byte[] authTag) {
    private static final byte VERSION = 1;

    static byte[] material(GcmCiphertext sealed) {
        byte[] material = new byte[1 + sealed.ciphertext().length];
        material[0] = VERSION;
        System.arraycopy(sealed.ciphertext(), 0, material, 1, sealed.ciphertext().length);
        return material;
    }

    GcmCiphertext ciphertext() {
        if (encryptedKeyMaterial.length == 0 || encryptedKeyMaterial[0] != VERSION) {
            throw KeyUnusable.uniform();
        }
        return new GcmCiphertext(iv, Arrays.copyOfRange(encryptedKeyMaterial, 1, encryptedKeyMaterial.length), authTag);
    }

    AssociatedData bound() {
        return AssociatedData.ofPlatformSigner(id, encryptionKeyId);
    }

    @Override
    public String toString() {
        return "Signer[" + id + "]";
    }
}
