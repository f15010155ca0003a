package dev.clm.secure.encryptionkey;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.masterkey.AssociatedData;
import java.util.UUID;

/** A data key as it rests: wrapped by the master key and bound to its row, its key id and its tenant (K1, K2). */
record WrappedDataKey(UUID id, String keyId, OrganizationId organizationId, byte[] wrapped) {
    AssociatedData bound() {
        return bound(id, keyId, organizationId);
    }

    static AssociatedData bound(UUID id, String keyId, OrganizationId organizationId) {
        return AssociatedData.ofEncryptionKey(id, keyId, organizationId);
    }

    @Override
    public String toString() {
        return "WrappedDataKey[" + keyId + "]";
    }
}
