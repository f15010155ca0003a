package dev.clm.secure.key.keyrotation;

import static dev.clm.secure.jooq.Tables.KEY_ROTATIONS;
import static dev.clm.secure.jooq.Tables.KEY_ROTATION_HISTORY;

import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.jooq.tables.records.KeyRotationsRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.UpdateSetMoreStep;
import org.jooq.impl.DSL;

/** Changes the state of rotations: each method is one conditional UPDATE that answers whether its condition held (T2). */
public final class RotationStateRepository {
    static final String FORWARD = "forward";
    static final String BACK = "back";
    /** What failed waits so long at most. */
    static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

    /**
     * Counts a batch, as the last statement of its transaction. Answers false where the rotation was paused, turned or ended
     * meanwhile: then the batch must be rolled back.
     */
    public boolean advance(SecureTransaction tx, KeyRotation rotation, int done, int failed) {
        boolean inTime = tx.changed(update(tx)
                .set(KEY_ROTATIONS.ITEMS_DONE, KEY_ROTATIONS.ITEMS_DONE.plus(done))
                .set(KEY_ROTATIONS.ITEMS_FAILED, KEY_ROTATIONS.ITEMS_FAILED.plus(failed))
                .set(KEY_ROTATIONS.FAILED_ATTEMPTS, 0)
                .setNull(KEY_ROTATIONS.RETRY_AT)
                .set(
                        KEY_ROTATIONS.ITEMS_TOTAL,
                        DSL.greatest(
                                KEY_ROTATIONS.ITEMS_TOTAL,
                                KEY_ROTATIONS
                                        .ITEMS_DONE
                                        .plus(KEY_ROTATIONS.ITEMS_FAILED)
                                        .plus(done + failed)))
                .set(
                        KEY_ROTATIONS.PROGRESSED_AT,
                        DSL.field("clock_timestamp()", KEY_ROTATIONS.PROGRESSED_AT.getDataType()))
                .where(at(rotation, RotationPhase.RE_ENCRYPTING)));
        if (inTime && !rotation.back()) {
            countInHistory(tx, rotation.id(), done);
        }
        return inTime;
    }

    /** From steps 2 and 3 to step 4, and back where rows turned up that the batches had not seen. */
    public boolean changePhase(SecureTransaction tx, KeyRotation rotation, RotationPhase from, RotationPhase to) {
        return tx.changed(update(tx)
                .set(KEY_ROTATIONS.PHASE, to.code())
                .set(KEY_ROTATIONS.ITEMS_VERIFIED, 0L)
                .setNull(KEY_ROTATIONS.VERIFIER_UNTIL)
                .where(at(rotation, from)));
    }

    /**
     * Step 4 is one process's. A lease that is not renewed in time is whoever's comes next; so is one that ends later than any can,
     * which a clock gave that was wrong then.
     */
    public boolean leaseVerification(
            SecureTransaction tx, KeyRotation rotation, UUID verifier, long verified, Duration lease) {
        return tx.changed(update(tx)
                .set(KEY_ROTATIONS.VERIFIER, verifier)
                .set(KEY_ROTATIONS.VERIFIER_UNTIL, ahead(lease))
                .set(KEY_ROTATIONS.ITEMS_VERIFIED, verified)
                .where(at(rotation, RotationPhase.VERIFYING))
                .and(KEY_ROTATIONS
                        .VERIFIER
                        .eq(verifier)
                        .or(KEY_ROTATIONS.VERIFIER_UNTIL.isNull())
                        .or(KEY_ROTATIONS.VERIFIER_UNTIL.lt(DSL.currentInstant()))
                        .or(KEY_ROTATIONS.VERIFIER_UNTIL.gt(ahead(lease.multipliedBy(2))))));
    }

    static Field<Instant> ahead(Duration length) {
        return DSL.field(
                "now() + make_interval(secs => {0})",
                KEY_ROTATIONS.VERIFIER_UNTIL.getDataType(), DSL.val((double) length.toSeconds()));
    }

    /** Counts a failed attempt; the next one waits twice as long as the last. Progress ends the count. */
    public void noteFailure(SecureTransaction tx, UUID id, Duration first) {
        update(tx)
                .set(KEY_ROTATIONS.FAILED_ATTEMPTS, KEY_ROTATIONS.FAILED_ATTEMPTS.plus(1))
                .set(
                        KEY_ROTATIONS.RETRY_AT,
                        DSL.field(
                                "now() + make_interval(secs => least({0}, {1} * power(2, least({2}, 20))))",
                                KEY_ROTATIONS.RETRY_AT.getDataType(),
                                DSL.val((double) LONGEST_RETRY.toSeconds()),
                                DSL.val((double) first.toSeconds()),
                                KEY_ROTATIONS.FAILED_ATTEMPTS))
                .where(KEY_ROTATIONS.ID.eq(id))
                .and(KEY_ROTATIONS.PHASE.ne(RotationPhase.ENDED.code()))
                .execute();
    }

    public boolean pause(SecureTransaction tx, UUID id) {
        return tx.changed(update(tx)
                .set(KEY_ROTATIONS.PAUSED_AT, DSL.currentInstant())
                .where(KEY_ROTATIONS.ID.eq(id))
                .and(KEY_ROTATIONS.PAUSED_AT.isNull())
                .and(KEY_ROTATIONS.PHASE.ne(RotationPhase.ENDED.code())));
    }

    public boolean resumePaused(SecureTransaction tx, UUID id) {
        return tx.changed(update(tx)
                .setNull(KEY_ROTATIONS.PAUSED_AT)
                .setNull(KEY_ROTATIONS.RETRY_AT)
                .set(KEY_ROTATIONS.MEASURED_FROM, DSL.currentInstant())
                .set(KEY_ROTATIONS.MEASURED_FROM_ITEMS, KEY_ROTATIONS.ITEMS_DONE)
                .set(KEY_ROTATIONS.PROGRESSED_AT, DSL.currentInstant())
                .where(KEY_ROTATIONS.ID.eq(id))
                .and(KEY_ROTATIONS.PAUSED_AT.isNotNull())
                .and(KEY_ROTATIONS.PHASE.ne(RotationPhase.ENDED.code())));
    }

    /** Runs a failed rotation again, in the direction it had. `left` rows are still to move. */
    public void restart(SecureTransaction tx, KeyRotation rotation, long left) {
        begin(tx, rotation, rotation.back(), rotation.progress().done(), left);
    }

    /** Turns a rotation, running or failed, to bring `left` rows back under the old key. */
    public void turnBack(SecureTransaction tx, KeyRotation rotation, long left) {
        begin(tx, rotation, true, 0, left);
    }

    private static void begin(SecureTransaction tx, KeyRotation rotation, boolean back, long done, long left) {
        update(tx)
                .set(KEY_ROTATIONS.PHASE, RotationPhase.RE_ENCRYPTING.code())
                .set(KEY_ROTATIONS.DIRECTION, back ? BACK : FORWARD)
                .setNull(KEY_ROTATIONS.PAUSED_AT)
                .setNull(KEY_ROTATIONS.VERIFIER_UNTIL)
                .set(KEY_ROTATIONS.FAILED_ATTEMPTS, 0)
                .setNull(KEY_ROTATIONS.RETRY_AT)
                .set(KEY_ROTATIONS.ITEMS_DONE, done)
                .set(KEY_ROTATIONS.ITEMS_FAILED, 0L)
                .set(KEY_ROTATIONS.ITEMS_VERIFIED, 0L)
                .set(KEY_ROTATIONS.ITEMS_TOTAL, done + left)
                .set(KEY_ROTATIONS.MEASURED_FROM, DSL.currentInstant())
                .set(KEY_ROTATIONS.MEASURED_FROM_ITEMS, done)
                .set(KEY_ROTATIONS.PROGRESSED_AT, DSL.currentInstant())
                .where(KEY_ROTATIONS.ID.eq(rotation.id()))
                .execute();
        tx.dsl()
                .update(KEY_ROTATION_HISTORY)
                .set(KEY_ROTATION_HISTORY.ROTATION_STATUS, RotationStatus.IN_PROGRESS.code())
                .setNull(KEY_ROTATION_HISTORY.ROTATION_COMPLETED_AT)
                .setNull(KEY_ROTATION_HISTORY.ERROR_MESSAGE)
                .where(KEY_ROTATION_HISTORY.ID.eq(rotation.id()))
                .execute();
    }

    /** Makes it an emergency or a compromise: nothing slows it down any more. */
    public void escalate(SecureTransaction tx, UUID id, RotationType type) {
        update(tx)
                .setNull(KEY_ROTATIONS.ROWS_PER_SECOND)
                .set(KEY_ROTATIONS.NEXT_BATCH_AT, DSL.currentInstant())
                .setNull(KEY_ROTATIONS.RETRY_AT)
                .where(KEY_ROTATIONS.ID.eq(id))
                .execute();
        tx.dsl()
                .update(KEY_ROTATION_HISTORY)
                .set(KEY_ROTATION_HISTORY.ROTATION_TYPE, type.code())
                .where(KEY_ROTATION_HISTORY.ID.eq(id))
                .execute();
    }

    /** Ends it for good where it stands, locked by the caller; batches under way are undone. */
    public void abandon(SecureTransaction tx, UUID id, String error, UUID signerId, byte[] record) {
        update(tx)
                .set(KEY_ROTATIONS.PHASE, RotationPhase.ENDED.code())
                .set(KEY_ROTATIONS.ABANDONED_AT, DSL.currentInstant())
                .setNull(KEY_ROTATIONS.PAUSED_AT)
                .setNull(KEY_ROTATIONS.VERIFIER_UNTIL)
                .setNull(KEY_ROTATIONS.RETRY_AT)
                .set(KEY_ROTATIONS.RECORD, record)
                .set(KEY_ROTATIONS.RECORD_SIGNER_ID, signerId)
                .where(KEY_ROTATIONS.ID.eq(id))
                .execute();
        endHistory(tx, id, RotationStatus.FAILED, error);
    }

    /** Ends a rotation, paused or not, whose source key is gone: nothing can be moved any more. Answers false where it has ended. */
    public boolean endWithoutSource(SecureTransaction tx, UUID id, String error) {
        boolean ended = tx.changed(update(tx)
                .set(KEY_ROTATIONS.PHASE, RotationPhase.ENDED.code())
                .setNull(KEY_ROTATIONS.PAUSED_AT)
                .setNull(KEY_ROTATIONS.VERIFIER_UNTIL)
                .setNull(KEY_ROTATIONS.RETRY_AT)
                .where(KEY_ROTATIONS.ID.eq(id))
                .and(KEY_ROTATIONS.PHASE.ne(RotationPhase.ENDED.code())));
        if (ended) {
            endHistory(tx, id, RotationStatus.FAILED, error);
        }
        return ended;
    }

    /**
     * The end of step 5, for the process that holds the verification.
     *
     * @param signerId whose key signed the record; null where none is made
     */
    public boolean end(
            SecureTransaction tx,
            KeyRotation rotation,
            UUID verifier,
            RotationStatus how,
            String error,
            UUID signerId,
            byte[] record) {
        boolean ended = tx.changed(update(tx)
                .set(KEY_ROTATIONS.PHASE, RotationPhase.ENDED.code())
                .set(KEY_ROTATIONS.RECORD, record)
                .set(KEY_ROTATIONS.RECORD_SIGNER_ID, signerId)
                .setNull(KEY_ROTATIONS.VERIFIER_UNTIL)
                .where(at(rotation, RotationPhase.VERIFYING))
                .and(KEY_ROTATIONS.VERIFIER.eq(verifier)));
        if (ended) {
            endHistory(tx, rotation.id(), how, error);
        }
        return ended;
    }

    private static void endHistory(SecureTransaction tx, UUID id, RotationStatus how, String error) {
        tx.dsl()
                .update(KEY_ROTATION_HISTORY)
                .set(KEY_ROTATION_HISTORY.ROTATION_STATUS, how.code())
                .set(KEY_ROTATION_HISTORY.ROTATION_COMPLETED_AT, DSL.currentInstant())
                .set(KEY_ROTATION_HISTORY.ERROR_MESSAGE, error)
                .where(KEY_ROTATION_HISTORY.ID.eq(id))
                .execute();
    }

    private static void countInHistory(SecureTransaction tx, UUID id, int done) {
        tx.dsl()
                .update(KEY_ROTATION_HISTORY)
                .set(KEY_ROTATION_HISTORY.ITEMS_RE_ENCRYPTED, KEY_ROTATION_HISTORY.ITEMS_RE_ENCRYPTED.plus(done))
                .where(KEY_ROTATION_HISTORY.ID.eq(id))
                .execute();
    }

    private static UpdateSetMoreStep<KeyRotationsRecord> update(SecureTransaction tx) {
        return tx.dsl().update(KEY_ROTATIONS).set(KEY_ROTATIONS.UPDATED_AT, DSL.currentInstant());
    }

    private static Condition at(KeyRotation rotation, RotationPhase phase) {
        return KEY_ROTATIONS
                .ID
                .eq(rotation.id())
                .and(KEY_ROTATIONS.PHASE.eq(phase.code()))
                .and(KEY_ROTATIONS.DIRECTION.eq(rotation.back() ? BACK : FORWARD))
                .and(KEY_ROTATIONS.PAUSED_AT.isNull());
    }
}
