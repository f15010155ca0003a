package dev.clm.secure.key.keyrotation;

import static dev.clm.secure.jooq.Tables.KEY_ROTATIONS;
import static dev.clm.secure.jooq.Tables.KEY_ROTATION_HISTORY;

import dev.clm.common.identifier.Coded;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.KeyPurpose;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.SelectOnConditionStep;
import org.jooq.impl.DSL;

/** Rows of key_rotation_history with their state in key_rotations: inserted and read. {@link RotationStateRepository} changes them. */
public final class KeyRotationRepository {
    private static final String BY_STATE = """
            select r.phase, h.rotation_status, r.direction, r.paused_at is not null, r.abandoned_at is not null, count(*)
            from key_rotations r join key_rotation_history h on h.id = r.id group by 1, 2, 3, 4, 5""";

    public void insert(SecureTransaction tx, NewRotation rotation, long total) {
        UUID organization = rotation.actor().organizationId().value();
        tx.dsl()
                .insertInto(KEY_ROTATION_HISTORY)
                .set(KEY_ROTATION_HISTORY.ID, rotation.id())
                .set(KEY_ROTATION_HISTORY.ORGANIZATION_ID, organization)
                .set(KEY_ROTATION_HISTORY.OLD_KEY_ID, rotation.oldKeyId())
                .set(KEY_ROTATION_HISTORY.NEW_KEY_ID, rotation.newKeyId())
                .set(KEY_ROTATION_HISTORY.ROTATION_TYPE, rotation.type().code())
                .set(KEY_ROTATION_HISTORY.ROTATION_REASON, rotation.reason())
                .set(KEY_ROTATION_HISTORY.ROTATION_STARTED_AT, DSL.currentInstant())
                .set(KEY_ROTATION_HISTORY.INITIATED_BY_USER_ID, rotation.actor().userId())
                .execute();
        tx.dsl()
                .insertInto(KEY_ROTATIONS)
                .set(KEY_ROTATIONS.ID, rotation.id())
                .set(KEY_ROTATIONS.ORGANIZATION_ID, organization)
                .set(KEY_ROTATIONS.MADE_NEW_KEY, rotation.madeNewKey())
                .set(KEY_ROTATIONS.PURPOSE, rotation.purpose().code())
                .set(KEY_ROTATIONS.MOVES_RECORDED, true)
                .set(KEY_ROTATIONS.ITEMS_TOTAL, total)
                .set(KEY_ROTATIONS.ROWS_PER_SECOND, rotation.rowsPerSecond())
                .set(KEY_ROTATIONS.VERIFY_PERCENT, rotation.verifyPercent())
                .execute();
    }

    public Optional<KeyRotation> find(SecureTransaction tx, UUID id) {
        return select(tx).where(KEY_ROTATIONS.ID.eq(id)).fetchOptional(KeyRotationRepository::rotation);
    }

    /**
     * The same, locked until the transaction ends: the decision that follows depends on its state. Read once it is locked: where the
     * lock had to be waited for, one statement would answer the history from before.
     */
    public Optional<KeyRotation> lock(SecureTransaction tx, UUID id) {
        return tx.dsl()
                .selectOne()
                .from(KEY_ROTATIONS)
                .where(KEY_ROTATIONS.ID.eq(id))
                .forUpdate()
                .fetchOptional()
                .flatMap(locked -> find(tx, id));
    }

    /** The organization's rotation for a purpose that has not ended, paused ones included. */
    public Optional<KeyRotation> findUnended(SecureTransaction tx, OrganizationId organization, KeyPurpose purpose) {
        return select(tx)
                .where(KEY_ROTATIONS.ORGANIZATION_ID.eq(organization.value()))
                .and(KEY_ROTATIONS.PURPOSE.eq(purpose.code()))
                .and(notEnded())
                .fetchOptional(KeyRotationRepository::rotation);
    }

    /** One page, newest first. @param before null for the first page */
    public List<KeyRotation> list(SecureTransaction tx, UUID before, int limit) {
        return select(tx)
                .where(before == null ? DSL.noCondition() : KEY_ROTATIONS.ID.lt(before))
                .orderBy(KEY_ROTATIONS.ID.desc())
                .limit(limit)
                .fetch(KeyRotationRepository::rotation);
    }

    /**
     * Rotations of all tenants that there is work for: those that hurry first, then the oldest. One that is to wait longer than any
     * does was told so by a clock that was wrong then.
     */
    public List<KeyRotation> running(SecureTransaction tx, int limit) {
        return select(tx)
                .where(notEnded())
                .and(KEY_ROTATIONS.PAUSED_AT.isNull())
                .and(KEY_ROTATIONS
                        .RETRY_AT
                        .isNull()
                        .or(KEY_ROTATIONS.RETRY_AT.le(DSL.currentInstant()))
                        .or(KEY_ROTATIONS.RETRY_AT.gt(
                                RotationStateRepository.ahead(RotationStateRepository.LONGEST_RETRY.multipliedBy(2)))))
                .orderBy(
                        DSL.field(KEY_ROTATION_HISTORY.ROTATION_TYPE.in("emergency", "compromise"))
                                .desc(),
                        KEY_ROTATIONS.ID)
                .limit(limit)
                .fetch(KeyRotationRepository::rotation);
    }

    /** CMS SignedData around the completion record. */
    public Optional<byte[]> record(SecureTransaction tx, UUID id) {
        return tx.dsl()
                .select(KEY_ROTATIONS.RECORD)
                .from(KEY_ROTATIONS)
                .where(KEY_ROTATIONS.ID.eq(id))
                .fetchOptional(KEY_ROTATIONS.RECORD);
    }

    /** How many rotations, of all tenants, have failed so many times in a row. */
    public int countFailing(SecureTransaction tx, int attempts) {
        return tx.dsl().fetchCount(KEY_ROTATIONS, notEnded().and(KEY_ROTATIONS.FAILED_ATTEMPTS.ge(attempts)));
    }

    /** How many rotations, of all tenants, are in which state. */
    public Map<RotationState, Long> countByState(SecureTransaction tx) {
        Map<RotationState, Long> counts = new EnumMap<>(RotationState.class);
        Arrays.stream(RotationState.values()).forEach(state -> counts.put(state, 0L));
        tx.dsl()
                .fetch(BY_STATE)
                .forEach(row -> counts.merge(
                        RotationState.of(
                                Coded.of(RotationPhase.class, row.get(0, String.class)),
                                Coded.of(RotationStatus.class, row.get(1, String.class)),
                                RotationStateRepository.BACK.equals(row.get(2, String.class)),
                                row.get(3, Boolean.class),
                                row.get(4, Boolean.class)),
                        row.get(5, Long.class),
                        Long::sum));
        return counts;
    }

    private static Condition notEnded() {
        // As the partial index has it.
        return KEY_ROTATIONS.PHASE.ne(DSL.inline(RotationPhase.ENDED.code()));
    }

    private static SelectOnConditionStep<Record> select(SecureTransaction tx) {
        return tx.dsl()
                .select(KEY_ROTATION_HISTORY.fields())
                .select(
                        KEY_ROTATIONS.PHASE,
                        KEY_ROTATIONS.DIRECTION,
                        KEY_ROTATIONS.MADE_NEW_KEY,
                        KEY_ROTATIONS.ITEMS_TOTAL,
                        KEY_ROTATIONS.ITEMS_DONE,
                        KEY_ROTATIONS.ITEMS_FAILED,
                        KEY_ROTATIONS.ITEMS_VERIFIED,
                        KEY_ROTATIONS.MEASURED_FROM,
                        KEY_ROTATIONS.MEASURED_FROM_ITEMS,
                        KEY_ROTATIONS.PROGRESSED_AT,
                        KEY_ROTATIONS.VERIFY_PERCENT,
                        KEY_ROTATIONS.ROWS_PER_SECOND,
                        KEY_ROTATIONS.RECORD_CERTIFICATE_ID,
                        KEY_ROTATIONS.RECORD_SIGNER_ID,
                        KEY_ROTATIONS.PURPOSE,
                        KEY_ROTATIONS.FAILED_ATTEMPTS,
                        KEY_ROTATIONS.ABANDONED_AT,
                        KEY_ROTATIONS.PAUSED_AT)
                .from(KEY_ROTATIONS)
                .join(KEY_ROTATION_HISTORY)
                .on(KEY_ROTATION_HISTORY.ID.eq(KEY_ROTATIONS.ID));
    }

    private static KeyRotation rotation(Record r) {
        return new KeyRotation(
                r.get(KEY_ROTATION_HISTORY.ID),
                OrganizationId.of(r.get(KEY_ROTATION_HISTORY.ORGANIZATION_ID)),
                r.get(KEY_ROTATION_HISTORY.OLD_KEY_ID),
                r.get(KEY_ROTATION_HISTORY.NEW_KEY_ID),
                Coded.of(RotationType.class, r.get(KEY_ROTATION_HISTORY.ROTATION_TYPE)),
                r.get(KEY_ROTATION_HISTORY.ROTATION_REASON),
                Coded.of(RotationStatus.class, r.get(KEY_ROTATION_HISTORY.ROTATION_STATUS)),
                Coded.of(RotationPhase.class, r.get(KEY_ROTATIONS.PHASE)),
                RotationStateRepository.BACK.equals(r.get(KEY_ROTATIONS.DIRECTION)),
                r.get(KEY_ROTATIONS.MADE_NEW_KEY),
                progress(r),
                r.get(KEY_ROTATIONS.VERIFY_PERCENT),
                r.get(KEY_ROTATIONS.ROWS_PER_SECOND),
                Coded.of(KeyPurpose.class, r.get(KEY_ROTATIONS.PURPOSE)),
                r.get(KEY_ROTATIONS.RECORD_CERTIFICATE_ID),
                r.get(KEY_ROTATIONS.RECORD_SIGNER_ID),
                r.get(KEY_ROTATIONS.FAILED_ATTEMPTS),
                r.get(KEY_ROTATION_HISTORY.ROTATION_STARTED_AT),
                r.get(KEY_ROTATION_HISTORY.ROTATION_COMPLETED_AT),
                r.get(KEY_ROTATIONS.PAUSED_AT),
                r.get(KEY_ROTATIONS.ABANDONED_AT),
                r.get(KEY_ROTATION_HISTORY.ERROR_MESSAGE),
                r.get(KEY_ROTATION_HISTORY.INITIATED_BY_USER_ID));
    }

    private static RotationProgress progress(Record r) {
        return new RotationProgress(
                r.get(KEY_ROTATION_HISTORY.ITEMS_RE_ENCRYPTED),
                r.get(KEY_ROTATIONS.ITEMS_TOTAL),
                r.get(KEY_ROTATIONS.ITEMS_DONE),
                r.get(KEY_ROTATIONS.ITEMS_FAILED),
                r.get(KEY_ROTATIONS.ITEMS_VERIFIED),
                r.get(KEY_ROTATIONS.MEASURED_FROM),
                r.get(KEY_ROTATIONS.MEASURED_FROM_ITEMS),
                r.get(KEY_ROTATIONS.PROGRESSED_AT));
    }
}
