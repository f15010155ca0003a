package dev.clm.secure.key.privatekey;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.key.masterkey.AssociatedData;
import dev.clm.secure.key.masterkey.GcmCiphertext;
import dev.clm.secure.key.masterkey.KeyUnusable;
import java.util.Arrays;
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
    private static final byte VERSION = 1;

    static SealedPrivateKey of(
            UUID id, UUID certificateId, OrganizationId organizationId, UUID encryptionKeyId, GcmCiphertext sealed) {
        byte[] ciphertext = sealed.ciphertext();
        byte[] material = new byte[1 + ciphertext.length];
        material[0] = VERSION;
        System.arraycopy(ciphertext, 0, material, 1, ciphertext.length);
        return new SealedPrivateKey(
                id, certificateId, organizationId, encryptionKeyId, material, sealed.iv(), sealed.tag());
    }

    GcmCiphertext ciphertext() {
        if (encryptedKeyMaterial.length == 0 || encryptedKeyMaterial[0] != VERSION) {
            throw KeyUnusable.uniform();
        }
        return new GcmCiphertext(iv, Arrays.copyOfRange(encryptedKeyMaterial, 1, encryptedKeyMaterial.length), authTag);
    }

    AssociatedData bound() {
        return AssociatedData.ofPrivateKey(id, certificateId, encryptionKeyId, organizationId);
    }

    @Override
    public String toString() {
        return "SealedPrivateKey[" + id + "]";
    }
}
