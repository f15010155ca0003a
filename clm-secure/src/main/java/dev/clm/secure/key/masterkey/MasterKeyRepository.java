package dev.clm.secure.key.masterkey;

import static dev.clm.secure.jooq.Tables.ENCRYPTION_KEYS;

import dev.clm.common.tenant.Actor;
import dev.clm.secure.database.SecureTransaction;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Records;
import org.jooq.impl.DSL;

/** Rows of encryption_keys with key_type `master`; the platform's own, so written in the service role only. */
final class MasterKeyRepository {
    private static final String MASTER = "master";
    private static final String ACTIVE = "active";
    /** Of advisory locks in this database: "CLM" and 1. */
    private static final Field<Long> LOCK = DSL.inline(0x434c4d01L);

    Optional<MasterKeyRow> findActive(SecureTransaction tx) {
        return find(tx, ACTIVE);
    }

    Optional<MasterKeyRow> find(SecureTransaction tx, String status) {
        return fetch(tx, ENCRYPTION_KEYS.KEY_STATUS.eq(status));
    }

    Optional<MasterKeyRow> findByKeyId(SecureTransaction tx, String keyId) {
        return fetch(tx, ENCRYPTION_KEYS.KEY_ID.eq(keyId));
    }

    private static Optional<MasterKeyRow> fetch(SecureTransaction tx, Condition which) {
        return tx.dsl()
                .select(
                        ENCRYPTION_KEYS.ID,
                        ENCRYPTION_KEYS.KEY_ID,
                        ENCRYPTION_KEYS.ENCRYPTED_KEY_MATERIAL,
                        ENCRYPTION_KEYS.KEY_STATUS)
                .from(ENCRYPTION_KEYS)
                .where(ENCRYPTION_KEYS.KEY_TYPE.eq(MASTER))
                .and(which)
                .and(ENCRYPTION_KEYS.DELETED_AT.isNull())
                .fetchOptional(Records.mapping(MasterKeyRow::new));
    }

    /** Until the transaction ends, no other master key becomes the active one. Any number may hold it. */
    void lockShared(SecureTransaction tx) {
        tx.dsl().query("select pg_advisory_xact_lock_shared({0})", LOCK).execute();
    }

    /** Waits for all who hold it shared, and keeps others out until the transaction ends. */
    void lockExclusive(SecureTransaction tx) {
        tx.dsl().query("select pg_advisory_xact_lock({0})", LOCK).execute();
    }

    /** Answers whether the row had the status it was thought to have. */
    boolean changeStatus(SecureTransaction tx, UUID id, String from, String to) {
        return tx.changed(tx.dsl()
                .update(ENCRYPTION_KEYS)
                .set(ENCRYPTION_KEYS.KEY_STATUS, to)
                .where(ENCRYPTION_KEYS.ID.eq(id))
                .and(ENCRYPTION_KEYS.KEY_TYPE.eq(MASTER))
                .and(ENCRYPTION_KEYS.KEY_STATUS.eq(from)));
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
}
