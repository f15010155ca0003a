package dev.clm.secure.key.signer;

import dev.clm.secure.key.masterkey.AssociatedData;
import dev.clm.secure.key.masterkey.GcmCiphertext;
import java.time.Instant;
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

    GcmCiphertext ciphertext() {
        return GcmCiphertext.ofMaterial(encryptedKeyMaterial, iv, authTag);
    }

    AssociatedData bound() {
        return AssociatedData.ofPlatformSigner(id, encryptionKeyId);
    }

    @Override
    public String toString() {
        return "Signer[" + id + "]";
    }
}
