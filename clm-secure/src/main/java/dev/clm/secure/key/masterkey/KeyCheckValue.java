package dev.clm.secure.key.masterkey;

import dev.clm.common.error.ClmException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;

/** What a row of type `master` holds: a public text, encrypted. It carries no secret; that it opens proves the key (K2). */
final class KeyCheckValue {
    private static final byte[] CHECK = "clm master key check value 1".getBytes(StandardCharsets.US_ASCII);

    private KeyCheckValue() {}

    static MasterKeyRow newRow(UUID id, MasterKey key) {
        return new MasterKeyRow(id, key.keyId(), key.encrypt(CHECK, bound(id, key.keyId())), "active");
    }

    static boolean proves(MasterKeyRow row, MasterKey key) {
        try {
            byte[] opened = key.decrypt(row.keyCheckValue(), bound(row.id(), row.keyId()));
            return MessageDigest.isEqual(opened, CHECK);
        } catch (ClmException e) {
            return false;
        }
    }

    private static AssociatedData bound(UUID rowId, String keyId) {
        return AssociatedData.ofEncryptionKey(rowId, keyId, null);
    }
}
