package dev.clm.secure.key.encryptionkey;

import static dev.clm.secure.jooq.Tables.ENCRYPTION_KEYS;

import dev.clm.secure.database.SecureTransaction;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** Wrapped keys of all tenants, for a rotation of the master key: in the service role only. */
final class RewrapRepository {

    /** Keys that are not wrapped by the given master key, by id; `after` is the last id of the page before, or null. */
    List<WrappedDataKey> page(SecureTransaction tx, UUID masterKeyId, UUID after, int limit) {
        return tx.dsl()
                .select(EncryptionKeyRepository.WRAPPED)
                .from(ENCRYPTION_KEYS)
                .where(isElsewhere(masterKeyId))
                .and(after == null ? DSL.noCondition() : ENCRYPTION_KEYS.ID.gt(after))
                .orderBy(ENCRYPTION_KEYS.ID)
                .limit(limit)
                .fetch(EncryptionKeyRepository::wrapped);
    }

    int countElsewhere(SecureTransaction tx, UUID masterKeyId) {
        return tx.dsl().fetchCount(ENCRYPTION_KEYS, isElsewhere(masterKeyId));
    }

    /** Answers false where the row is no longer as it was read. */
    boolean rewrap(SecureTransaction tx, WrappedDataKey read, UUID masterKeyId, byte[] rewrapped) {
        return tx.changed(tx.dsl()
                .update(ENCRYPTION_KEYS)
                .set(ENCRYPTION_KEYS.ENCRYPTED_KEY_MATERIAL, rewrapped)
                .set(ENCRYPTION_KEYS.MASTER_KEY_ID, masterKeyId)
                .where(ENCRYPTION_KEYS.ID.eq(read.id()))
                .and(ENCRYPTION_KEYS.ENCRYPTED_KEY_MATERIAL.eq(read.wrapped())));
    }

    /** Soft-deleted keys too: they may be restored. What was destroyed has no material left to wrap. */
    private static Condition isElsewhere(UUID masterKeyId) {
        return ENCRYPTION_KEYS
                .KEY_TYPE
                .ne(KeyType.MASTER.code())
                .and(ENCRYPTION_KEYS.MASTER_KEY_ID.isDistinctFrom(masterKeyId))
                .and(ENCRYPTION_KEYS.ENCRYPTED_KEY_MATERIAL.ne(new byte[0]));
    }
}
