package dev.clm.secure.masterkey;

import java.util.UUID;

/** The row of encryption_keys that proves a master key: it carries no secret, only the key-check value. */
record MasterKeyRow(UUID id, String keyId, byte[] keyCheckValue) {
    @Override
    public String toString() {
        return "MasterKeyRow[" + keyId + "]";
    }
}
