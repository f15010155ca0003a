package dev.clm.secure.key.keyrotation;

import static dev.clm.secure.jooq.Tables.CERTIFICATES;
import static dev.clm.secure.jooq.Tables.KEY_ROTATIONS;
import static dev.clm.secure.jooq.Tables.KEY_ROTATION_CERTIFICATES;
import static dev.clm.secure.jooq.Tables.KEY_ROTATION_HISTORY;
import static dev.clm.secure.jooq.Tables.PRIVATE_KEYS;

import dev.clm.secure.database.SecureTransaction;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Records;
import org.jooq.impl.DSL;

/**
 * Which certificates' private keys a data key ever sealed (K9). Each row of private_keys remembers the keys that it was under.
 * Rotations from before that was so noted what they moved only after a compromise; of the others everything is named that the
 * organization had when they ended, which is what they moved and at most more.
 */
public final class SealedCertificateRepository {

    /** One page of them, by id. @param after the last id of the page before, or null */
    public List<EndangeredCertificate> everUnder(SecureTransaction tx, UUID keyId, UUID after, int limit) {
        return tx.dsl()
                .select(
                        CERTIFICATES.ID,
                        CERTIFICATES.COMMON_NAME,
                        CERTIFICATES.SERIAL_NUMBER,
                        CERTIFICATES.STATUS,
                        CERTIFICATES.NOT_AFTER)
                .from(CERTIFICATES)
                .join(PRIVATE_KEYS)
                .on(PRIVATE_KEYS.CERTIFICATE_ID.eq(CERTIFICATES.ID))
                .where(sealed(tx, keyId))
                .and(after == null ? DSL.noCondition() : CERTIFICATES.ID.gt(after))
                .orderBy(CERTIFICATES.ID)
                .limit(limit)
                .fetch(Records.mapping(EndangeredCertificate::new));
    }

    private static Condition sealed(SecureTransaction tx, UUID keyId) {
        Condition now = PRIVATE_KEYS.ENCRYPTION_KEY_ID.eq(keyId);
        Condition before = DSL.val(keyId).eq(DSL.any(PRIVATE_KEYS.PREVIOUS_KEY_IDS));
        Condition noted = CERTIFICATES.ID.in(DSL.select(KEY_ROTATION_CERTIFICATES.CERTIFICATE_ID)
                .from(KEY_ROTATION_CERTIFICATES)
                .join(KEY_ROTATION_HISTORY)
                .on(KEY_ROTATION_HISTORY.ID.eq(KEY_ROTATION_CERTIFICATES.KEY_ROTATION_ID))
                .where(KEY_ROTATION_HISTORY.OLD_KEY_ID.eq(keyId)));
        Instant unrecordedUntil = unrecordedUntil(tx, keyId);
        Condition unrecorded =
                unrecordedUntil == null ? DSL.falseCondition() : PRIVATE_KEYS.CREATED_AT.le(unrecordedUntil);
        return DSL.or(now, before, noted, unrecorded);
    }

    /** The end of the last rotation that may have moved rows away from the key without writing down which. */
    private static Instant unrecordedUntil(SecureTransaction tx, UUID keyId) {
        Condition away = KEY_ROTATION_HISTORY
                .OLD_KEY_ID
                .eq(keyId)
                .or(KEY_ROTATION_HISTORY
                        .NEW_KEY_ID
                        .eq(keyId)
                        .and(KEY_ROTATIONS.DIRECTION.eq(RotationStateRepository.BACK)));
        return tx.dsl()
                .select(DSL.max(DSL.coalesce(KEY_ROTATION_HISTORY.ROTATION_COMPLETED_AT, DSL.currentInstant())))
                .from(KEY_ROTATION_HISTORY)
                .join(KEY_ROTATIONS)
                .on(KEY_ROTATIONS.ID.eq(KEY_ROTATION_HISTORY.ID))
                .where(away)
                .and(KEY_ROTATIONS.MOVES_RECORDED.isFalse())
                .and(KEY_ROTATION_HISTORY.ROTATION_TYPE.ne(RotationType.COMPROMISE.code()))
                .fetchOne(0, Instant.class);
    }
}
