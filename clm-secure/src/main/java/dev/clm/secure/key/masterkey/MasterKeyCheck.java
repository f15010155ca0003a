package dev.clm.secure.key.masterkey;

import dev.clm.common.identifier.Identifiers;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.util.Optional;

/**
 * Proves at the start that the right master keys are loaded (K2): the first start of an empty database stores a key-check
 * value, every later one opens it. While a rotation is unfinished, both keys are needed. Run it before anything is wrapped.
 */
public final class MasterKeyCheck {
    private final MasterKeys keys;
    private final MasterKeyRepository rows = new MasterKeyRepository();

    public MasterKeyCheck(MasterKeys keys) {
        this.keys = keys;
    }

    /** @throws MasterKeyException where the database needs another key, or one more */
    public void verifyOrInitialise(SecureDatabase database) {
        record Found(MasterKeyRow active, Optional<MasterKeyRow> rotating) {}
        Found found =
                database.inServiceRole("master key check", tx -> new Found(findOrStore(tx), rows.find(tx, "rotating")));
        verifyActive(found.active(), found.rotating());
        found.rotating().ifPresent(row -> verifyRotating(row, found.active()));
    }

    private MasterKeyRow findOrStore(SecureTransaction tx) {
        return rows.findActive(tx).orElseGet(() -> store(tx));
    }

    private MasterKeyRow store(SecureTransaction tx) {
        MasterKey current = keys.current();
        if (rows.holdsWrappedKeys(tx)) {
            throw new MasterKeyException("clm_secure_db holds data keys but no active row of key_type master to check "
                    + current.keyId() + " against; restore that row first");
        }
        rows.insertIfNone(tx, KeyCheckValue.newRow(Identifiers.next(), current));
        return rows.findActive(tx)
                .orElseThrow(() -> new MasterKeyException("the key-check value of " + current.keyId()
                        + " could not be stored: a row with that key_id exists and is not active"));
    }

    void verifyActive(MasterKeyRow row, Optional<MasterKeyRow> rotating) {
        MasterKey key = keys.find(row.keyId()).orElseThrow(() -> missing(row, rotating));
        verify(row, key);
    }

    private void verifyRotating(MasterKeyRow row, MasterKeyRow active) {
        MasterKey key = keys.find(row.keyId())
                .orElseThrow(() -> new MasterKeyException("the rotation of the master key from " + row.keyId() + " to "
                        + active.keyId() + " is not done: data keys are still wrapped by " + row.keyId()
                        + "; set both, one as CLM_MASTER_KEY… and the other as CLM_NEXT_MASTER_KEY…"));
        verify(row, key);
    }

    private MasterKeyException missing(MasterKeyRow active, Optional<MasterKeyRow> rotating) {
        boolean isOld = rotating.flatMap(row -> keys.find(row.keyId())).isPresent();
        return new MasterKeyException(
                isOld
                        ? "the rotation of the master key to " + active.keyId()
                                + " has begun; set that one too, as CLM_NEXT_MASTER_KEY…"
                        : "the master key " + keys.current().keyId()
                                + " does not match the one this database was initialised with (key_id "
                                + active.keyId() + ")");
    }

    private static void verify(MasterKeyRow row, MasterKey key) {
        if (!KeyCheckValue.proves(row, key)) {
            throw new MasterKeyException("the key-check value in clm_secure_db (key_id " + row.keyId()
                    + ") does not open with the master key of that id: the row was changed");
        }
    }
}
