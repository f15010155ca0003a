package dev.clm.secure.masterkey;

import static dev.clm.secure.jooq.Tables.ENCRYPTION_KEYS;

import dev.clm.common.tenant.Actor;
import dev.clm.secure.database.SecureTransaction;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Record3;

/** Rows of encryption_keys with key_type `master`; the platform's own, so written in the service role only. */
final class MasterKeyRepository {
    private static final String MASTER = "master";

    Optional<MasterKeyRow> findActive(SecureTransaction tx) {
        return tx.dsl()
                .select(ENCRYPTION_KEYS.ID, ENCRYPTION_KEYS.KEY_ID, ENCRYPTION_KEYS.ENCRYPTED_KEY_MATERIAL)
                .from(ENCRYPTION_KEYS)
                .where(ENCRYPTION_KEYS.KEY_TYPE.eq(MASTER))
                .and(ENCRYPTION_KEYS.KEY_STATUS.eq("active"))
                .and(ENCRYPTION_KEYS.DELETED_AT.isNull())
                .fetchOptional(MasterKeyRepository::row);
    }

    /** Does nothing where another instance was first. */
    void insertIfNone(SecureTransaction tx, MasterKeyRow row) {
        tx.dsl()
                .insertInto(ENCRYPTION_KEYS)
                .set(ENCRYPTION_KEYS.ID, row.id())
                .set(ENCRYPTION_KEYS.KEY_ID, row.keyId())
                .set(ENCRYPTION_KEYS.KEY_TYPE, MASTER)
                .set(ENCRYPTION_KEYS.ALGORITHM, "AES-256")
                .set(ENCRYPTION_KEYS.ENCRYPTED_KEY_MATERIAL, row.keyCheckValue())
                .set(ENCRYPTION_KEYS.KEY_WRAP_ALGORITHM, AesGcm.NAME)
                .set(ENCRYPTION_KEYS.CREATED_BY_USER_ID, Actor.SYSTEM_USER_ID)
                .onConflictDoNothing()
                .execute();
    }

    boolean holdsWrappedKeys(SecureTransaction tx) {
        return tx.dsl()
                .fetchExists(tx.dsl()
                        .selectOne()
                        .from(ENCRYPTION_KEYS)
                        .where(ENCRYPTION_KEYS.KEY_TYPE.ne(MASTER))
                        .and(ENCRYPTION_KEYS.DELETED_AT.isNull()));
    }

    private static MasterKeyRow row(Record3<UUID, String, byte[]> found) {
        return new MasterKeyRow(found.value1(), found.value2(), found.value3());
    }
}
