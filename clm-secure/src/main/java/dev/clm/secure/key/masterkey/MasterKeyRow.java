package dev.clm.secure.key.masterkey;

import java.util.UUID;

/**
 * The row of encryption_keys that proves a master key: it carries no secret, only the key-check value.
 *
 * @param status active, rotating (data keys are still wrapped by it) or retired
 */
public record MasterKeyRow(UUID id, String keyId, byte[] keyCheckValue, String status) {
    @Override
    public String toString() {
        return "MasterKeyRow[" + keyId + ", " + status + "]";
    }
}
