package dev.clm.secure.key.encryptionkey;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.key.masterkey.AssociatedData;
import java.util.UUID;

/**
 * A data key as it rests: wrapped by a master key and bound to its row, its key id and its tenant (K1, K2).
 *
 * @param organizationId null for the platform's own
 * @param masterKeyId the row of the master key that wraps it; null where that is not recorded
 */
record WrappedDataKey(UUID id, String keyId, OrganizationId organizationId, UUID masterKeyId, byte[] wrapped) {
    AssociatedData bound() {
        return AssociatedData.ofEncryptionKey(id, keyId, organizationId);
    }

    @Override
    public String toString() {
        return "WrappedDataKey[" + keyId + "]";
    }
}
