package dev.clm.secure.key.privatekey;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.key.masterkey.AssociatedData;
import dev.clm.secure.key.masterkey.GcmCiphertext;
import java.util.UUID;

/**
 * A private key as private_keys stores it: every identifier that its ciphertext is bound to (K1), and the three binary columns.
 *
 * @param encryptedKeyMaterial version byte and ciphertext
 * @param iv 12 bytes
 * @param authTag 16 bytes
 */
public record SealedPrivateKey(
        UUID id,
        UUID certificateId,
        OrganizationId organizationId,
        UUID encryptionKeyId,
        byte[] encryptedKeyMaterial,
        byte[] iv,
        byte[] authTag) {
    static SealedPrivateKey of(
            UUID id, UUID certificateId, OrganizationId organizationId, UUID encryptionKeyId, GcmCiphertext sealed) {
        return new SealedPrivateKey(
                id, certificateId, organizationId, encryptionKeyId, sealed.material(), sealed.iv(), sealed.tag());
    }

    GcmCiphertext ciphertext() {
        return GcmCiphertext.ofMaterial(encryptedKeyMaterial, iv, authTag);
    }

    AssociatedData bound() {
        return AssociatedData.ofPrivateKey(id, certificateId, encryptionKeyId, organizationId);
    }

    @Override
    public String toString() {
        return "SealedPrivateKey[" + id + "]";
    }
}
