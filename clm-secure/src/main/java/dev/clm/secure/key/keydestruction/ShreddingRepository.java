package dev.clm.secure.key.keydestruction;

import static dev.clm.secure.jooq.Tables.ENCRYPTION_KEYS;
import static dev.clm.secure.jooq.Tables.KEY_DESTRUCTIONS;
import static dev.clm.secure.jooq.Tables.PRIVATE_KEYS;
import static dev.clm.secure.key.keydestruction.KeyDestructionRepository.DESTROYING;
import static dev.clm.secure.key.keydestruction.KeyDestructionRepository.SCHEDULED;

import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.DestructionState;
import dev.clm.secure.key.encryptionkey.KeyStatus;
import dev.clm.secure.key.encryptionkey.RowsUnderKeyRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** What the destruction of a due key reads and writes: in the service role only, which the database checks. */
final class ShreddingRepository {
    private final RowsUnderKeyRepository rows = new RowsUnderKeyRepository();

    /** The first look: dates those that are due, and takes it back where one is not due after all. */
    int look(SecureTransaction tx, Duration delay) {
        Condition seen = KEY_DESTRUCTIONS.DUE_SEEN_AT.le(DSL.currentInstant());
        return tx.dsl()
                .update(KEY_DESTRUCTIONS)
                .set(KEY_DESTRUCTIONS.DUE_SEEN_AT, DSL.when(isDue(delay), DSL.currentInstant()))
                .where(KEY_DESTRUCTIONS.STATE.eq(SCHEDULED))
                .and(DSL.field(isDue(delay)).ne(DSL.coalesce(DSL.field(seen), DSL.inline(false))))
                .execute();
    }

    /** A page of those begun, or, at the second look, still due and seen due so long ago. @param after null for the first */
    List<KeyDestruction> findDue(SecureTransaction tx, Duration delay, Duration between, UUID after, int limit) {
        return tx.dsl()
                .selectFrom(KEY_DESTRUCTIONS)
                .where(KEY_DESTRUCTIONS.STATE.eq(DESTROYING).or(isDueTwice(delay, between)))
                .and(after == null ? DSL.noCondition() : KEY_DESTRUCTIONS.ID.gt(after))
                .orderBy(KEY_DESTRUCTIONS.ID)
                .limit(limit)
                .fetch(KeyDestructionRepository::destruction);
    }

    /**
     * From here on nothing leads back. The database waits for every transaction that may still refer to the key, and refuses
     * it where something keeps the key. Answers false where it had begun before, was cancelled, or is not due.
     */
    boolean begin(SecureTransaction tx, UUID id, Duration delay, Duration between) {
        return tx.changed(tx.dsl()
                .update(KEY_DESTRUCTIONS)
                .set(KEY_DESTRUCTIONS.STATE, DESTROYING)
                .where(KEY_DESTRUCTIONS.ID.eq(id))
                .and(isDueTwice(delay, between)));
    }

    /** Answers false where it has not begun or has ended; otherwise it is this transaction's. */
    boolean lock(SecureTransaction tx, UUID id) {
        return tx.dsl()
                .selectOne()
                .from(KEY_DESTRUCTIONS)
                .where(KEY_DESTRUCTIONS.ID.eq(id))
                .and(KEY_DESTRUCTIONS.STATE.eq(DESTROYING))
                .forUpdate()
                .fetchOptional()
                .isPresent();
    }

    /**
     * Marks the next private keys that an organization has under the key as lost with it, in the order of their ids. Answers
     * the last id; null where there was none. Those that an earlier run has marked are passed over, a piece at a time too.
     *
     * @param after null for the first piece
     */
    UUID shred(SecureTransaction tx, UUID organization, UUID encryptionKeyId, UUID after, int limit) {
        RowsUnderKeyRepository.planById(tx);
        List<UUID> piece = tx.dsl()
                .select(PRIVATE_KEYS.ID)
                .from(PRIVATE_KEYS)
                .where(RowsUnderKeyRepository.walkById(organization, encryptionKeyId, after))
                .orderBy(RowsUnderKeyRepository.BY_ID.fields())
                .limit(limit)
                .fetch(PRIVATE_KEYS.ID);
        if (piece.isEmpty()) {
            return null;
        }
        tx.dsl()
                .update(PRIVATE_KEYS)
                .set(PRIVATE_KEYS.SHREDDED_AT, DSL.currentInstant())
                .set(PRIVATE_KEYS.DELETED_AT, DSL.coalesce(PRIVATE_KEYS.DELETED_AT, DSL.currentInstant()))
                .where(PRIVATE_KEYS.ID.eq(DSL.any(piece.toArray(UUID[]::new))))
                .and(PRIVATE_KEYS.SHREDDED_AT.isNull())
                .execute();
        return piece.get(piece.size() - 1);
    }

    /** The organizations that have private keys under the key. */
    List<UUID> organizations(SecureTransaction tx, UUID encryptionKeyId) {
        return rows.organizations(tx, encryptionKeyId);
    }

    long countShredded(SecureTransaction tx, UUID encryptionKeyId) {
        return rows.count(tx, encryptionKeyId, PRIVATE_KEYS.SHREDDED_AT.isNotNull());
    }

    /** What is about to be erased, locked: a rotation of the master key wraps it anew at any time. */
    Optional<byte[]> wrapped(SecureTransaction tx, UUID encryptionKeyId) {
        return tx.dsl()
                .select(ENCRYPTION_KEYS.ENCRYPTED_KEY_MATERIAL)
                .from(ENCRYPTION_KEYS)
                .where(ENCRYPTION_KEYS.ID.eq(encryptionKeyId))
                .and(ENCRYPTION_KEYS.DESTROYED_AT.isNull())
                .forUpdate()
                .fetchOptional(ENCRYPTION_KEYS.ENCRYPTED_KEY_MATERIAL);
    }

    /** The database refuses it while a row that is not shredded refers to the key, for which it looks by an index. */
    boolean erase(SecureTransaction tx, UUID encryptionKeyId) {
        RowsUnderKeyRepository.planById(tx);
        return tx.changed(tx.dsl()
                .update(ENCRYPTION_KEYS)
                .set(ENCRYPTION_KEYS.ENCRYPTED_KEY_MATERIAL, new byte[0])
                .set(
                        ENCRYPTION_KEYS.KEY_STATUS,
                        DSL.when(
                                        ENCRYPTION_KEYS
                                                .KEY_STATUS
                                                .eq(KeyStatus.REVOKED.code())
                                                .or(ENCRYPTION_KEYS.COMPROMISED_AT.isNotNull()),
                                        KeyStatus.REVOKED.code())
                                .otherwise(KeyStatus.RETIRED.code()))
                .setNull(ENCRYPTION_KEYS.NEXT_ROTATION_AT)
                .setNull(ENCRYPTION_KEYS.ROTATION_SCHEDULE_DAYS)
                .set(ENCRYPTION_KEYS.DESTROYED_AT, DSL.currentInstant())
                .where(ENCRYPTION_KEYS.ID.eq(encryptionKeyId))
                .and(ENCRYPTION_KEYS.DESTROYED_AT.isNull()));
    }

    void complete(SecureTransaction tx, UUID id, String materialSha256, long privateKeysLost, String auditEventId) {
        int rows = tx.dsl()
                .update(KEY_DESTRUCTIONS)
                .set(KEY_DESTRUCTIONS.STATE, DestructionState.DESTROYED.code())
                .set(KEY_DESTRUCTIONS.ENDED_AT, DSL.currentInstant())
                .set(KEY_DESTRUCTIONS.MATERIAL_SHA256, materialSha256)
                .set(KEY_DESTRUCTIONS.PRIVATE_KEYS_LOST, privateKeysLost)
                .set(KEY_DESTRUCTIONS.AUDIT_EVENT_ID, auditEventId)
                .where(KEY_DESTRUCTIONS.ID.eq(id))
                .and(KEY_DESTRUCTIONS.STATE.eq(DESTROYING))
                .execute();
        if (rows != 1) {
            throw new IllegalStateException("the destruction " + id + " was locked and has not begun");
        }
    }

    private static Condition isDue(Duration delay) {
        return KEY_DESTRUCTIONS
                .STATE
                .eq(SCHEDULED)
                .and(KEY_DESTRUCTIONS.DUE_AT.le(DSL.currentInstant()))
                .and(KEY_DESTRUCTIONS.REQUESTED_AT.le(ago(delay)));
    }

    private static Condition isDueTwice(Duration delay, Duration between) {
        return isDue(delay).and(KEY_DESTRUCTIONS.DUE_SEEN_AT.le(ago(between)));
    }

    private static Field<Instant> ago(Duration length) {
        return DSL.field(
                "now() - {0} * interval '1 millisecond'",
                KEY_DESTRUCTIONS.DUE_AT.getDataType(), DSL.val(length.toMillis()));
    }
}
