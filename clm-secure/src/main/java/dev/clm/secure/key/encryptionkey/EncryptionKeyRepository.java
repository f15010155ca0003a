package dev.clm.secure.key.encryptionkey;

import static dev.clm.secure.jooq.Tables.ENCRYPTION_KEYS;
import static dev.clm.secure.jooq.Tables.KEY_ROTATION_HISTORY;

import dev.clm.common.identifier.Coded;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.jooq.tables.EncryptionKeys;
import dev.clm.secure.jooq.tables.records.EncryptionKeysRecord;
import dev.clm.secure.key.masterkey.AesGcm;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Rows of encryption_keys. Wrapped material is read by the ring only. */
public final class EncryptionKeyRepository {
    /** The columns that {@link #wrapped} reads. */
    static final List<Field<?>> WRAPPED = List.of(
            ENCRYPTION_KEYS.ID,
            ENCRYPTION_KEYS.KEY_ID,
            ENCRYPTION_KEYS.ORGANIZATION_ID,
            ENCRYPTION_KEYS.MASTER_KEY_ID,
            ENCRYPTION_KEYS.ENCRYPTED_KEY_MATERIAL);

    /** A live key that the transaction's tenant may see. */
    public Optional<EncryptionKey> find(SecureTransaction tx, UUID id) {
        return tx.dsl()
                .selectFrom(ENCRYPTION_KEYS)
                .where(ENCRYPTION_KEYS.ID.eq(id))
                .and(ENCRYPTION_KEYS.DELETED_AT.isNull())
                .fetchOptional(EncryptionKeyRepository::metadata);
    }

    /** A tenant's own keys by id, oldest first; `after` is the last id of the page before, or null. */
    public List<EncryptionKey> list(SecureTransaction tx, OrganizationId organization, UUID after, int limit) {
        return tx.dsl()
                .selectFrom(ENCRYPTION_KEYS)
                .where(ENCRYPTION_KEYS.ORGANIZATION_ID.eq(organization.value()))
                .and(after == null ? DSL.noCondition() : ENCRYPTION_KEYS.ID.gt(after))
                .and(ENCRYPTION_KEYS.DELETED_AT.isNull())
                .orderBy(ENCRYPTION_KEYS.ID)
                .limit(limit)
                .fetch(EncryptionKeyRepository::metadata);
    }

    /**
     * Reserves encryptions under a key, and makes it due for rotation where they pass the limit. Answers false, and does
     * nothing, where there would be more than one key may ever make (K4) or the key is not there.
     */
    boolean countUsage(SecureTransaction tx, UUID id, long encryptions, long limit) {
        Field<Long> counted = ENCRYPTION_KEYS.USAGE_COUNT.plus(encryptions);
        Field<Instant> due = DSL.when(
                        counted.ge(limit)
                                .and(ENCRYPTION_KEYS.USAGE_COUNT.lt(limit))
                                .and(ENCRYPTION_KEYS.KEY_STATUS.eq(KeyStatus.ACTIVE.code())),
                        DSL.least(ENCRYPTION_KEYS.NEXT_ROTATION_AT, DSL.currentInstant()))
                .otherwise(ENCRYPTION_KEYS.NEXT_ROTATION_AT);
        return tx.changed(tx.dsl()
                .update(ENCRYPTION_KEYS)
                .set(ENCRYPTION_KEYS.USAGE_COUNT, counted)
                .set(ENCRYPTION_KEYS.NEXT_ROTATION_AT, due)
                .where(ENCRYPTION_KEYS.ID.eq(id))
                .and(ENCRYPTION_KEYS.DELETED_AT.isNull())
                .and(ENCRYPTION_KEYS.DESTROYED_AT.isNull())
                .and(counted.le(UsageReservation.MOST)));
    }

    /** The tenant's active data key of a purpose; nothing before its first use. */
    public Optional<UUID> findActiveId(SecureTransaction tx, OrganizationId organization, KeyPurpose purpose) {
        return findActive(tx, organization, purpose).map(WrappedDataKey::id);
    }

    /** Whether the tenant's active data key of a purpose is to be destroyed: as long as it is, there is no other. */
    public boolean isActiveToBeDestroyed(SecureTransaction tx, OrganizationId organization, KeyPurpose purpose) {
        return tx.dsl()
                .fetchExists(
                        ENCRYPTION_KEYS,
                        isOf(organization)
                                .and(ENCRYPTION_KEYS.KEY_TYPE.eq(KeyType.DATA.code()))
                                .and(ENCRYPTION_KEYS.KEY_STATUS.eq(KeyStatus.ACTIVE.code()))
                                .and(ENCRYPTION_KEYS.PURPOSE.eq(purpose.code()))
                                .and(ENCRYPTION_KEYS.DESTRUCTION_STATE.isNotNull())
                                .and(ENCRYPTION_KEYS.DELETED_AT.isNull()));
    }

    /** Answers whether the key was where the change begins. The database refuses to retire one that is in use. */
    public boolean change(SecureTransaction tx, UUID id, KeyTransition change) {
        return tx.changed(tx.dsl()
                .update(ENCRYPTION_KEYS)
                .set(ENCRYPTION_KEYS.KEY_STATUS, change.to().code())
                .where(ENCRYPTION_KEYS.ID.eq(id))
                .and(ENCRYPTION_KEYS.KEY_STATUS.eq(change.from().code()))
                .and(change.isForDoomedKeys() ? DSL.noCondition() : ENCRYPTION_KEYS.DESTRUCTION_STATE.isNull())
                .and(change.isForCompromisedKeys() ? DSL.noCondition() : ENCRYPTION_KEYS.COMPROMISED_AT.isNull())
                .and(ENCRYPTION_KEYS.DELETED_AT.isNull()));
    }

    /** Tells, once and for all, that a key is compromised (K9). Answers false where that was told before. */
    public boolean markCompromised(SecureTransaction tx, UUID id) {
        return tx.changed(tx.dsl()
                .update(ENCRYPTION_KEYS)
                .set(ENCRYPTION_KEYS.COMPROMISED_AT, DSL.currentInstant())
                .where(ENCRYPTION_KEYS.ID.eq(id))
                .and(ENCRYPTION_KEYS.COMPROMISED_AT.isNull()));
    }

    /** Puts off the next rotation of a key that a rollback made active again: its date has passed, or that would undo it. */
    public void postponeRotation(SecureTransaction tx, UUID id) {
        tx.dsl()
                .update(ENCRYPTION_KEYS)
                .set(
                        ENCRYPTION_KEYS.NEXT_ROTATION_AT,
                        inDays(DSL.coalesce(ENCRYPTION_KEYS.ROTATION_SCHEDULE_DAYS, DSL.inline(1))))
                .where(ENCRYPTION_KEYS.ID.eq(id))
                .and(ENCRYPTION_KEYS.NEXT_ROTATION_AT.le(DSL.currentInstant()))
                .execute();
    }

    /** Dates for keys that were given a schedule and no date; answers how many. */
    public int scheduleUndated(SecureTransaction tx) {
        return tx.dsl()
                .update(ENCRYPTION_KEYS)
                .set(
                        ENCRYPTION_KEYS.NEXT_ROTATION_AT,
                        DSL.field(
                                "{0} + make_interval(days => {1})",
                                ENCRYPTION_KEYS.NEXT_ROTATION_AT.getDataType(),
                                ENCRYPTION_KEYS.CREATED_AT,
                                ENCRYPTION_KEYS.ROTATION_SCHEDULE_DAYS))
                .where(ENCRYPTION_KEYS.KEY_TYPE.eq(KeyType.DATA.code()))
                .and(ENCRYPTION_KEYS.KEY_STATUS.eq(KeyStatus.ACTIVE.code()))
                .and(ENCRYPTION_KEYS.ROTATION_SCHEDULE_DAYS.gt(0))
                .and(ENCRYPTION_KEYS.NEXT_ROTATION_AT.isNull())
                .and(ENCRYPTION_KEYS.DELETED_AT.isNull())
                .execute();
    }

    /** A page of live, active data keys whose next rotation is due. @param after the last of the page before, or null */
    public List<EncryptionKey> findDue(SecureTransaction tx, EncryptionKey after, int limit) {
        return tx.dsl()
                .selectFrom(ENCRYPTION_KEYS)
                .where(ENCRYPTION_KEYS.KEY_TYPE.eq(KeyType.DATA.code()))
                .and(ENCRYPTION_KEYS.KEY_STATUS.eq(KeyStatus.ACTIVE.code()))
                .and(ENCRYPTION_KEYS.NEXT_ROTATION_AT.le(DSL.currentInstant()))
                .and(ENCRYPTION_KEYS.ORGANIZATION_ID.isNotNull())
                .and(ENCRYPTION_KEYS.DESTRUCTION_STATE.isNull())
                .and(ENCRYPTION_KEYS.DELETED_AT.isNull())
                .and(after == null ? DSL.noCondition() : ENCRYPTION_KEYS.ID.gt(after.id()))
                .orderBy(ENCRYPTION_KEYS.ID)
                .limit(limit)
                .fetch(EncryptionKeyRepository::metadata);
    }

    /**
     * A page of compromised keys that still take part, active ones first, and that no rotation was begun for since that was told. One
     * to a key that is compromised as well does not count: it was abandoned when that was told.
     *
     * @param after the last of the page before, or null
     */
    public List<EncryptionKey> findCompromised(SecureTransaction tx, EncryptionKey after, int limit) {
        EncryptionKeys target = ENCRYPTION_KEYS.as("target");
        Field<Boolean> idle = DSL.field(ENCRYPTION_KEYS.KEY_STATUS.ne(KeyStatus.ACTIVE.code()));
        return tx.dsl()
                .selectFrom(ENCRYPTION_KEYS)
                .where(ENCRYPTION_KEYS.COMPROMISED_AT.isNotNull())
                .and(ENCRYPTION_KEYS.KEY_TYPE.eq(KeyType.DATA.code()))
                .and(ENCRYPTION_KEYS.KEY_STATUS.in(KeyStatus.ACTIVE.code(), KeyStatus.ROTATING.code()))
                .and(ENCRYPTION_KEYS.DESTRUCTION_STATE.isNull())
                .and(ENCRYPTION_KEYS.DELETED_AT.isNull())
                .andNotExists(DSL.selectOne()
                        .from(KEY_ROTATION_HISTORY)
                        .join(target)
                        .on(target.ID.eq(KEY_ROTATION_HISTORY.NEW_KEY_ID))
                        .where(KEY_ROTATION_HISTORY.OLD_KEY_ID.eq(ENCRYPTION_KEYS.ID))
                        .and(KEY_ROTATION_HISTORY.ROTATION_STARTED_AT.ge(ENCRYPTION_KEYS.COMPROMISED_AT))
                        .and(target.COMPROMISED_AT.isNull()))
                .and(
                        after == null
                                ? DSL.noCondition()
                                : DSL.row(idle, ENCRYPTION_KEYS.ID)
                                        .gt(after.keyStatus() != KeyStatus.ACTIVE, after.id()))
                .orderBy(idle, ENCRYPTION_KEYS.ID)
                .limit(limit)
                .fetch(EncryptionKeyRepository::metadata);
    }

    /** Takes over the schedule of the key before it, counted from now. */
    void insertSuccessor(SecureTransaction tx, WrappedDataKey key, EncryptionKey old, UUID createdBy) {
        Integer days = old.rotationScheduleDays();
        tx.dsl()
                .insertInto(ENCRYPTION_KEYS)
                .set(ENCRYPTION_KEYS.ID, key.id())
                .set(ENCRYPTION_KEYS.KEY_ID, key.keyId())
                .set(ENCRYPTION_KEYS.ORGANIZATION_ID, key.organizationId().value())
                .set(ENCRYPTION_KEYS.KEY_TYPE, KeyType.DATA.code())
                .set(ENCRYPTION_KEYS.ALGORITHM, AesGcm.NAME)
                .set(ENCRYPTION_KEYS.ENCRYPTED_KEY_MATERIAL, key.wrapped())
                .set(ENCRYPTION_KEYS.KEY_WRAP_ALGORITHM, AesGcm.NAME)
                .set(ENCRYPTION_KEYS.MASTER_KEY_ID, key.masterKeyId())
                .set(ENCRYPTION_KEYS.PURPOSE, old.purpose().code())
                .set(ENCRYPTION_KEYS.KEY_VERSION, old.keyVersion() + 1)
                .set(ENCRYPTION_KEYS.ROTATION_SCHEDULE_DAYS, days)
                .set(ENCRYPTION_KEYS.LAST_ROTATED_AT, DSL.currentInstant())
                .set(ENCRYPTION_KEYS.NEXT_ROTATION_AT, inDays(DSL.val(days, Integer.class)))
                .set(ENCRYPTION_KEYS.CREATED_BY_USER_ID, createdBy)
                .execute();
    }

    /** Which of these keys nothing needs any more: destroyed, retired or revoked. */
    List<UUID> findUnneeded(SecureTransaction tx, Collection<UUID> ids) {
        return tx.dsl()
                .select(ENCRYPTION_KEYS.ID)
                .from(ENCRYPTION_KEYS)
                .where(ENCRYPTION_KEYS.ID.eq(DSL.any(ids.toArray(UUID[]::new))))
                .and(ENCRYPTION_KEYS
                        .DESTROYED_AT
                        .isNotNull()
                        .or(ENCRYPTION_KEYS.KEY_STATUS.in(KeyStatus.RETIRED.code(), KeyStatus.REVOKED.code())))
                .fetch(ENCRYPTION_KEYS.ID);
    }

    /** None that is to be destroyed. */
    Optional<WrappedDataKey> findActive(SecureTransaction tx, OrganizationId organization, KeyPurpose purpose) {
        return fetch(
                tx,
                ENCRYPTION_KEYS.KEY_STATUS.eq(KeyStatus.ACTIVE.code()),
                isOf(organization),
                ENCRYPTION_KEYS.PURPOSE.eq(purpose.code()),
                ENCRYPTION_KEYS.DESTRUCTION_STATE.isNull());
    }

    Optional<WrappedDataKey> findWrapped(SecureTransaction tx, OrganizationId organization, UUID id) {
        return fetch(tx, ENCRYPTION_KEYS.ID.eq(id), isOf(organization));
    }

    /** @param organization null for the platform */
    private static Condition isOf(OrganizationId organization) {
        return organization == null
                ? ENCRYPTION_KEYS.ORGANIZATION_ID.isNull()
                : ENCRYPTION_KEYS.ORGANIZATION_ID.eq(organization.value());
    }

    /** Answers false, and does nothing, where the tenant has an active data key already. */
    boolean insertIfNoneActive(SecureTransaction tx, WrappedDataKey key, KeyPurpose purpose) {
        return tx.changed(tx.dsl()
                .insertInto(ENCRYPTION_KEYS)
                .set(ENCRYPTION_KEYS.ID, key.id())
                .set(ENCRYPTION_KEYS.KEY_ID, key.keyId())
                .set(
                        ENCRYPTION_KEYS.ORGANIZATION_ID,
                        key.organizationId() == null
                                ? null
                                : key.organizationId().value())
                .set(ENCRYPTION_KEYS.KEY_TYPE, KeyType.DATA.code())
                .set(ENCRYPTION_KEYS.ALGORITHM, AesGcm.NAME)
                .set(ENCRYPTION_KEYS.ENCRYPTED_KEY_MATERIAL, key.wrapped())
                .set(ENCRYPTION_KEYS.KEY_WRAP_ALGORITHM, AesGcm.NAME)
                .set(ENCRYPTION_KEYS.MASTER_KEY_ID, key.masterKeyId())
                .set(ENCRYPTION_KEYS.PURPOSE, purpose.code())
                .set(ENCRYPTION_KEYS.CREATED_BY_USER_ID, Actor.SYSTEM_USER_ID)
                .onConflictDoNothing());
    }

    private static Field<Instant> inDays(Field<Integer> days) {
        return DSL.field("now() + {0} * interval '1 day'", ENCRYPTION_KEYS.NEXT_ROTATION_AT.getDataType(), days);
    }

    private static Optional<WrappedDataKey> fetch(SecureTransaction tx, Condition... which) {
        return tx.dsl()
                .select(WRAPPED)
                .from(ENCRYPTION_KEYS)
                .where(which)
                .and(ENCRYPTION_KEYS.KEY_TYPE.eq(KeyType.DATA.code()))
                .and(ENCRYPTION_KEYS.DELETED_AT.isNull())
                .and(ENCRYPTION_KEYS.DESTROYED_AT.isNull())
                .fetchOptional(EncryptionKeyRepository::wrapped);
    }

    static WrappedDataKey wrapped(Record row) {
        return new WrappedDataKey(
                row.get(ENCRYPTION_KEYS.ID),
                row.get(ENCRYPTION_KEYS.KEY_ID),
                owner(row.get(ENCRYPTION_KEYS.ORGANIZATION_ID)),
                row.get(ENCRYPTION_KEYS.MASTER_KEY_ID),
                row.get(ENCRYPTION_KEYS.ENCRYPTED_KEY_MATERIAL));
    }

    private static OrganizationId owner(UUID id) {
        return id == null ? null : OrganizationId.of(id);
    }

    private static EncryptionKey metadata(EncryptionKeysRecord row) {
        return new EncryptionKey(
                row.getId(),
                row.getKeyId(),
                owner(row.getOrganizationId()),
                Coded.of(KeyType.class, row.getKeyType()),
                Coded.of(KeyStatus.class, row.getKeyStatus()),
                Coded.of(KeyPurpose.class, row.getPurpose()),
                Coded.of(DestructionState.class, row.getDestructionState()),
                row.getAlgorithm(),
                row.getKeyVersion(),
                row.getUsageCount(),
                row.getRotationScheduleDays(),
                row.getLastRotatedAt(),
                row.getNextRotationAt(),
                row.getCreatedAt(),
                row.getCompromisedAt(),
                row.getDestroyedAt());
    }
}
