package dev.clm.secure.key.keydestruction;

import static dev.clm.secure.jooq.Tables.CERTIFICATES;
import static dev.clm.secure.jooq.Tables.CERTIFICATE_AUTHORITIES;
import static dev.clm.secure.jooq.Tables.CERTIFICATE_REVOCATIONS;
import static dev.clm.secure.jooq.Tables.ENCRYPTION_KEYS;
import static dev.clm.secure.jooq.Tables.KEY_DESTRUCTIONS;
import static dev.clm.secure.jooq.Tables.KEY_ROTATIONS;
import static dev.clm.secure.jooq.Tables.KEY_ROTATION_HISTORY;
import static dev.clm.secure.jooq.Tables.PRIVATE_KEYS;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.jooq.tables.Certificates;
import dev.clm.secure.key.encryptionkey.DestructionState;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Rows of key_destructions. */
public final class KeyDestructionRepository {
    private static final Certificates ISSUED = CERTIFICATES.as("issued");
    /** How long lists name what has ended (docs/REVOCATION.md, "Leaving"). */
    private static final Duration STILL_SAID = Duration.ofDays(1);

    static final String SCHEDULED = DestructionState.SCHEDULED.code();
    static final String DESTROYING = DestructionState.DESTROYING.code();

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
        return tx.changed(tx.dsl()
                .insertInto(KEY_DESTRUCTIONS)
                .set(KEY_DESTRUCTIONS.ID, wanted.id())
                .set(KEY_DESTRUCTIONS.ORGANIZATION_ID, wanted.organizationId().value())
                .set(KEY_DESTRUCTIONS.ENCRYPTION_KEY_ID, wanted.encryptionKeyId())
                .set(KEY_DESTRUCTIONS.SHRED, wanted.shred())
                .set(KEY_DESTRUCTIONS.STOPS_ORGANIZATION, wanted.stopsOrganization())
                .set(KEY_DESTRUCTIONS.REASON, wanted.reason())
                .set(KEY_DESTRUCTIONS.REQUESTED_BY_USER_ID, wanted.requestedByUserId())
                .set(KEY_DESTRUCTIONS.DUE_AT, wanted.dueAt())
                .onConflictDoNothing());
    }

    /** Answers false where none is scheduled, or the one that was has begun. */
    public boolean cancel(SecureTransaction tx, UUID encryptionKeyId, UUID userId) {
        return tx.changed(tx.dsl()
                .update(KEY_DESTRUCTIONS)
                .set(KEY_DESTRUCTIONS.STATE, "cancelled")
                .set(KEY_DESTRUCTIONS.CANCELLED_BY_USER_ID, userId)
                .set(KEY_DESTRUCTIONS.ENDED_AT, DSL.currentInstant())
                .where(KEY_DESTRUCTIONS.ENCRYPTION_KEY_ID.eq(encryptionKeyId))
                .and(KEY_DESTRUCTIONS.STATE.eq(SCHEDULED)));
    }

    /** What keeps a key from being destroyed, as the database will say when it is asked for (trg_key_destructions_apply). */
    public Optional<String> hindrance(SecureTransaction tx, UUID encryptionKeyId) {
        if (tx.dsl()
                .fetchExists(DSL.selectOne()
                        .from(KEY_ROTATIONS)
                        .join(KEY_ROTATION_HISTORY)
                        .on(KEY_ROTATION_HISTORY.ID.eq(KEY_ROTATIONS.ID))
                        .where(KEY_ROTATIONS.PHASE.ne("ended"))
                        .and(KEY_ROTATION_HISTORY
                                .OLD_KEY_ID
                                .eq(encryptionKeyId)
                                .or(KEY_ROTATION_HISTORY.NEW_KEY_ID.eq(encryptionKeyId))))) {
            return Optional.of("the key is being rotated; let that end, or abandon it");
        }
        if (tx.dsl().fetchExists(CERTIFICATES, CERTIFICATES.ENCRYPTION_KEY_ID.eq(encryptionKeyId))) {
            return Optional.of("certificates name the key, which no destruction changes; rotate it first");
        }
        Condition unexpired = DSL.exists(DSL.selectOne()
                .from(ISSUED)
                .where(ISSUED.ISSUER_AUTHORITY_ID.eq(CERTIFICATE_AUTHORITIES.ID))
                .and(ISSUED.NOT_AFTER.gt(DSL.currentInstant())));
        return authority(tx, encryptionKeyId, inForce().or(unexpired))
                .map(name -> "the key keeps the authority " + name
                        + ", which is in force or has certificates that have not expired");
    }

    /**
     * The same of entries that lists of an authority are still to say (RFC 5280, 3.3): those of ended certificates for a day, and of
     * code signing for as long as is set besides. The database knows nothing of that setting, so it is asked for again when the
     * destruction begins. An authority that has ended signs no more.
     */
    public Optional<String> listing(SecureTransaction tx, UUID encryptionKeyId, Duration codeSigningKept) {
        Duration kept = codeSigningKept.plus(STILL_SAID);
        Condition listed = DSL.exists(DSL.selectOne()
                .from(CERTIFICATE_REVOCATIONS)
                .where(CERTIFICATE_REVOCATIONS.ISSUER_AUTHORITY_ID.eq(CERTIFICATE_AUTHORITIES.ID))
                .and(CERTIFICATE_REVOCATIONS.IS_CURRENT)
                .and(CERTIFICATE_REVOCATIONS.REVOCATION_REASON.ne("remove_from_crl"))
                .and(CERTIFICATE_REVOCATIONS.LISTED_UNTIL.gt(
                        DSL.when(DSL.condition(CERTIFICATE_REVOCATIONS.IS_CODE_SIGNING), ago(kept))
                                .otherwise(ago(STILL_SAID)))));
        return authority(
                        tx,
                        encryptionKeyId,
                        CERTIFICATES.NOT_AFTER.gt(DSL.currentInstant()).and(listed))
                .map(name -> "the key signs the lists of the authority " + name
                        + ", which are to name certificates that were revoked, after their end too");
    }

    private static Optional<String> authority(SecureTransaction tx, UUID encryptionKeyId, Condition which) {
        return tx.dsl()
                .select(CERTIFICATE_AUTHORITIES.NAME)
                .from(CERTIFICATE_AUTHORITIES)
                .join(PRIVATE_KEYS)
                .on(PRIVATE_KEYS.CERTIFICATE_ID.eq(CERTIFICATE_AUTHORITIES.CERTIFICATE_ID))
                .join(CERTIFICATES)
                .on(CERTIFICATES.ID.eq(CERTIFICATE_AUTHORITIES.CERTIFICATE_ID))
                .where(PRIVATE_KEYS.ENCRYPTION_KEY_ID.eq(encryptionKeyId))
                .and(PRIVATE_KEYS.SHREDDED_AT.isNull())
                .and(which)
                .limit(1)
                .fetchOptional(CERTIFICATE_AUTHORITIES.NAME);
    }

    private static Field<Instant> ago(Duration length) {
        return DSL.field(
                "now() - {0} * interval '1 second'",
                KEY_DESTRUCTIONS.DUE_AT.getDataType(), DSL.val(length.toSeconds()));
    }

    private static Condition inForce() {
        return CERTIFICATE_AUTHORITIES
                .DELETED_AT
                .isNull()
                .and(CERTIFICATES.DELETED_AT.isNull())
                .and(CERTIFICATES.STATUS.ne("revoked"))
                .and(CERTIFICATES.NOT_AFTER.gt(DSL.currentInstant()));
    }

    /** When each of the keys is to be destroyed; keys without a destruction are left out. */
    public Map<UUID, Instant> dueTimes(SecureTransaction tx, Collection<UUID> encryptionKeyIds) {
        return tx.dsl()
                .select(KEY_DESTRUCTIONS.ENCRYPTION_KEY_ID, KEY_DESTRUCTIONS.DUE_AT)
                .from(KEY_DESTRUCTIONS)
                .where(KEY_DESTRUCTIONS.ENCRYPTION_KEY_ID.eq(DSL.any(encryptionKeyIds.toArray(UUID[]::new))))
                .and(KEY_DESTRUCTIONS.STATE.in(SCHEDULED, DESTROYING))
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
                row.get(KEY_DESTRUCTIONS.STOPS_ORGANIZATION),
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
