package dev.clm.secure.masterkey;

import dev.clm.common.error.ClmException;
import dev.clm.common.identifier.Identifiers;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;

/**
 * Proves at the start that the right master key is loaded (K2): the first start of an empty database stores a key-check
 * value, every later one opens it. Run it before anything is wrapped or unwrapped.
 */
public final class MasterKeyCheck {
    private static final byte[] CHECK = "clm master key check value 1".getBytes(StandardCharsets.US_ASCII);

    private final MasterKey masterKey;
    private final MasterKeyRepository rows = new MasterKeyRepository();

    public MasterKeyCheck(MasterKey masterKey) {
        this.masterKey = masterKey;
    }

    /** @throws MasterKeyException where the database was initialised with another key */
    public void verifyOrInitialise(SecureDatabase database) {
        MasterKeyRow row = database.inServiceRole("master key check", this::findOrStore);
        verify(row);
    }

    private MasterKeyRow findOrStore(SecureTransaction tx) {
        return rows.findActive(tx).orElseGet(() -> store(tx));
    }

    private MasterKeyRow store(SecureTransaction tx) {
        if (rows.holdsWrappedKeys(tx)) {
            throw new MasterKeyException("clm_secure_db holds data keys but no active row of key_type master to check "
                    + masterKey.keyId() + " against; restore that row first");
        }
        rows.insertIfNone(tx, newRow(Identifiers.next()));
        return rows.findActive(tx)
                .orElseThrow(() -> new MasterKeyException("the key-check value of " + masterKey.keyId()
                        + " could not be stored: a row with that key_id exists and is not active"));
    }

    MasterKeyRow newRow(UUID id) {
        return new MasterKeyRow(id, masterKey.keyId(), masterKey.encrypt(CHECK, bound(id, masterKey.keyId())));
    }

    void verify(MasterKeyRow row) {
        if (!row.keyId().equals(masterKey.keyId())) {
            throw new MasterKeyException("the master key " + masterKey.keyId()
                    + " does not match the one this database was initialised with (key_id " + row.keyId() + ")");
        }
        if (!opens(row)) {
            throw new MasterKeyException("the key-check value in clm_secure_db (key_id " + row.keyId()
                    + ") does not open with the master key of that id: the row was changed");
        }
    }

    private boolean opens(MasterKeyRow row) {
        try {
            byte[] opened = masterKey.decrypt(row.keyCheckValue(), bound(row.id(), row.keyId()));
            return MessageDigest.isEqual(opened, CHECK);
        } catch (ClmException e) {
            return false;
        }
    }

    private static AssociatedData bound(UUID rowId, String keyId) {
        return AssociatedData.ofEncryptionKey(rowId, keyId, null);
    }
}
