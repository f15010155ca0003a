package dev.clm.secure.key.keyrotation;

import static dev.clm.secure.jooq.Tables.CERTIFICATES;
import static dev.clm.secure.jooq.Tables.PRIVATE_KEYS;
import static dev.clm.secure.jooq.Tables.QUARANTINED_PRIVATE_KEYS;

import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.RowsUnderKeyRepository;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.Row2;
import org.jooq.impl.DSL;

/** What refers to a data key. Counts are true in the service role only: row-level security would hide another tenant's rows. */
public final class KeyReferenceRepository {
    private static final int PIECE = 20_000;
    /** The order of idx_certificates_encryption_key_id_id, which has those alone that name a key. */
    private static final Row2<UUID, UUID> CERTIFICATES_BY_ID = DSL.row(CERTIFICATES.ENCRYPTION_KEY_ID, CERTIFICATES.ID);

    private final RowsUnderKeyRepository rows = new RowsUnderKeyRepository();

    /** Rows of private_keys and certificates, deleted ones included: these are restored with their key. None that is shredded. */
    public long count(SecureTransaction tx, UUID keyId) {
        return count(tx, keyId, Long.MAX_VALUE);
    }

    /** The same, but no further than the piece with which there are so many: then there may be more. */
    public long count(SecureTransaction tx, UUID keyId, long enough) {
        long privateKeys = rows.count(tx, keyId, PRIVATE_KEYS.SHREDDED_AT.isNull(), enough);
        return privateKeys >= enough ? privateKeys : privateKeys + certificates(tx, keyId, enough - privateKeys);
    }

    /** Private keys alone: what a rotation re-encrypts. */
    public long countPrivateKeys(SecureTransaction tx, UUID keyId) {
        return rows.count(tx, keyId, PRIVATE_KEYS.SHREDDED_AT.isNull());
    }

    /** What was lost with a key. */
    public long countShredded(SecureTransaction tx, UUID keyId) {
        return rows.count(tx, keyId, PRIVATE_KEYS.SHREDDED_AT.isNotNull());
    }

    /** Whether there are references that the batches can still move: the tenant's own, not quarantined. */
    public boolean hasMovable(SecureTransaction tx, KeyRotation rotation) {
        UUID organization = rotation.organizationId().value();
        return rows.exists(
                        tx,
                        organization,
                        rotation.sourceKeyId(),
                        PRIVATE_KEYS.SHREDDED_AT.isNull().and(ReEncryptionRepository.notQuarantined(rotation)))
                || tx.dsl()
                        .fetchExists(
                                CERTIFICATES,
                                CERTIFICATES
                                        .ENCRYPTION_KEY_ID
                                        .eq(rotation.sourceKeyId())
                                        .and(CERTIFICATES.ORGANIZATION_ID.eq(organization)));
    }

    /** One page of a rotation's quarantine. @param after null for the first page */
    public List<QuarantinedKey> quarantined(SecureTransaction tx, UUID rotationId, UUID after, int limit) {
        return tx.dsl()
                .selectFrom(QUARANTINED_PRIVATE_KEYS)
                .where(QUARANTINED_PRIVATE_KEYS.KEY_ROTATION_ID.eq(rotationId))
                .and(QUARANTINED_PRIVATE_KEYS.RELEASED_AT.isNull())
                .and(after(QUARANTINED_PRIVATE_KEYS.PRIVATE_KEY_ID, after))
                .orderBy(QUARANTINED_PRIVATE_KEYS.PRIVATE_KEY_ID)
                .limit(limit)
                .fetch(row -> new QuarantinedKey(
                        row.getId(),
                        row.getPrivateKeyId(),
                        row.getCertificateId(),
                        row.getReason(),
                        row.getQuarantinedAt()));
    }

    private static Condition after(Field<UUID> id, UUID cursor) {
        return cursor == null ? DSL.noCondition() : id.gt(cursor);
    }

    /** In pieces in the order of their ids, as {@link RowsUnderKeyRepository} counts. */
    private static long certificates(SecureTransaction tx, UUID keyId, long enough) {
        RowsUnderKeyRepository.planById(tx);
        long counted = 0;
        UUID last = null;
        do {
            var piece = DSL.select(CERTIFICATES.ID)
                    .from(CERTIFICATES)
                    .where(CERTIFICATES.ENCRYPTION_KEY_ID.isNotNull())
                    .and(RowsUnderKeyRepository.walk(CERTIFICATES_BY_ID, keyId, last))
                    .orderBy(CERTIFICATES_BY_ID.fields())
                    .limit(PIECE)
                    .asTable("piece");
            Field<UUID> id = piece.field(CERTIFICATES.ID);
            Record2<Integer, UUID> all = tx.dsl()
                    .select(DSL.count(), DSL.arrayGet(DSL.arrayAgg(id), DSL.count()))
                    .from(piece)
                    .fetchSingle();
            counted += all.value1();
            last = all.value2();
        } while (last != null && counted < enough);
        return counted;
    }
}
