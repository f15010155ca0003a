package dev.clm.secure.key.masterkey;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.secure.database.SecureTransaction;
import java.util.UUID;

/**
 * The master key that wraps new data keys, and its row in encryption_keys. It stays the active one until the transaction
 * ends: a rotation that begins meanwhile waits, and so misses no data key.
 */
public record ActiveMasterKey(UUID rowId, MasterKey key) {
    private static final MasterKeyRepository ROWS = new MasterKeyRepository();

    public static ActiveMasterKey of(SecureTransaction tx, MasterKeys keys) {
        ROWS.lockShared(tx);
        MasterKeyRow row = ROWS.findActive(tx).orElseThrow(() -> unavailable("has none"));
        return keys.find(row.keyId())
                .map(key -> new ActiveMasterKey(row.id(), key))
                .orElseThrow(() -> unavailable("has become " + row.keyId() + ", which this instance was not given"));
    }

    private static ClmException unavailable(String what) {
        return ClmException.of(ErrorCode.UNAVAILABLE, "the active master key of this database " + what);
    }
}
