package dev.clm.secure.key.keydestruction;

import static dev.clm.secure.jooq.Tables.ENCRYPTION_KEYS;
import static dev.clm.secure.jooq.Tables.KEY_DESTRUCTIONS;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.database.SecureTransaction;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Rows of key_destructions. */
public final class KeyDestructionRepository {
    private static final String SCHEDULED = "scheduled";

    /** When one that is asked for now with this delay is due, by the clock that will find it due. */
    public Instant dueAfter(SecureTransaction tx, Duration delay) {
        return tx.dsl()
                .fetchSingle(
                        "select date_trunc('milliseconds', now()) + ? * interval '1 millisecond'", delay.toMillis())
                .get(0, OffsetDateTime.class)
                .toInstant();
    }

    /** Answers false where one is scheduled already. */
    public boolean schedule(SecureTransaction tx, KeyDestruction wanted) {
        return tx.dsl()
                        .insertInto(KEY_DESTRUCTIONS)
                        .set(KEY_DESTRUCTIONS.ID, wanted.id())
                        .set(
                                KEY_DESTRUCTIONS.ORGANIZATION_ID,
                                wanted.organizationId().value())
                        .set(KEY_DESTRUCTIONS.ENCRYPTION_KEY_ID, wanted.encryptionKeyId())
                        .set(KEY_DESTRUCTIONS.SHRED, wanted.shred())
                        .set(KEY_DESTRUCTIONS.REASON, wanted.reason())
                        .set(KEY_DESTRUCTIONS.REQUESTED_BY_USER_ID, wanted.requestedByUserId())
                        .set(KEY_DESTRUCTIONS.DUE_AT, wanted.dueAt())
                        .onConflictDoNothing()
                        .execute()
                == 1;
    }

    /** Answers false where none is scheduled, or the one that is has become due. */
    public boolean cancel(SecureTransaction tx, UUID encryptionKeyId, UUID userId) {
        return tx.dsl()
                        .update(KEY_DESTRUCTIONS)
                        .set(KEY_DESTRUCTIONS.STATE, "cancelled")
                        .set(KEY_DESTRUCTIONS.CANCELLED_BY_USER_ID, userId)
                        .set(KEY_DESTRUCTIONS.ENDED_AT, DSL.currentInstant())
                        .where(KEY_DESTRUCTIONS.ENCRYPTION_KEY_ID.eq(encryptionKeyId))
                        .and(KEY_DESTRUCTIONS.STATE.eq(SCHEDULED))
                        .and(KEY_DESTRUCTIONS.DUE_AT.gt(DSL.currentInstant()))
                        .execute()
                == 1;
    }

    /** When each of the keys is to be destroyed; keys without a destruction are left out. */
    public Map<UUID, Instant> dueTimes(SecureTransaction tx, Collection<UUID> encryptionKeyIds) {
        return tx.dsl()
                .select(KEY_DESTRUCTIONS.ENCRYPTION_KEY_ID, KEY_DESTRUCTIONS.DUE_AT)
                .from(KEY_DESTRUCTIONS)
                .where(KEY_DESTRUCTIONS.ENCRYPTION_KEY_ID.eq(DSL.any(encryptionKeyIds.toArray(UUID[]::new))))
                .and(KEY_DESTRUCTIONS.STATE.eq(SCHEDULED))
                .fetchMap(KEY_DESTRUCTIONS.ENCRYPTION_KEY_ID, KEY_DESTRUCTIONS.DUE_AT);
    }

    public Optional<DestructionReceipt> findReceipt(SecureTransaction tx, UUID encryptionKeyId) {
        return tx.dsl()
                .select(KEY_DESTRUCTIONS.fields())
                .select(ENCRYPTION_KEYS.KEY_ID)
                .from(KEY_DESTRUCTIONS)
                .join(ENCRYPTION_KEYS)
                .on(ENCRYPTION_KEYS.ID.eq(KEY_DESTRUCTIONS.ENCRYPTION_KEY_ID))
                .where(KEY_DESTRUCTIONS.ENCRYPTION_KEY_ID.eq(encryptionKeyId))
                .and(KEY_DESTRUCTIONS.STATE.eq("destroyed"))
                .fetchOptional(KeyDestructionRepository::receipt);
    }

    static KeyDestruction destruction(Record row) {
        return new KeyDestruction(
                row.get(KEY_DESTRUCTIONS.ID),
                OrganizationId.of(row.get(KEY_DESTRUCTIONS.ORGANIZATION_ID)),
                row.get(KEY_DESTRUCTIONS.ENCRYPTION_KEY_ID),
                row.get(KEY_DESTRUCTIONS.SHRED),
                row.get(KEY_DESTRUCTIONS.REASON),
                row.get(KEY_DESTRUCTIONS.REQUESTED_BY_USER_ID),
                row.get(KEY_DESTRUCTIONS.REQUESTED_AT),
                row.get(KEY_DESTRUCTIONS.DUE_AT),
                row.get(KEY_DESTRUCTIONS.DUE_SEEN_AT));
    }

    private static DestructionReceipt receipt(Record row) {
        return new DestructionReceipt(
                destruction(row),
                row.get(ENCRYPTION_KEYS.KEY_ID),
                row.get(KEY_DESTRUCTIONS.ENDED_AT),
                row.get(KEY_DESTRUCTIONS.MATERIAL_SHA256),
                row.get(KEY_DESTRUCTIONS.PRIVATE_KEYS_LOST),
                row.get(KEY_DESTRUCTIONS.AUDIT_EVENT_ID));
    }
}
