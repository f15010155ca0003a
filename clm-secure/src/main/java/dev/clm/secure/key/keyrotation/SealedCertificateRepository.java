package dev.clm.secure.key.keyrotation;

import static dev.clm.secure.jooq.Tables.CERTIFICATES;
import static dev.clm.secure.jooq.Tables.KEY_ROTATIONS;
import static dev.clm.secure.jooq.Tables.KEY_ROTATION_HISTORY;
import static dev.clm.secure.jooq.Tables.PRIVATE_KEYS;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.RowsUnderKeyRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Records;
import org.jooq.impl.DSL;

/**
 * Which certificates' private keys a data key ever sealed (K9). Each row of private_keys remembers the keys that it was under.
 * Rotations from before that was so noted what they moved only after a compromise; of the others everything is named that the
 * organization had when they ended, which is what they moved and at most more.
 *
 * <p>Each of these is walked by an index of its own in the order of certificates, and the walks are merged: a page costs what it
 * holds, however many rows the organization has and however few of them the key sealed.
 */
public final class SealedCertificateRepository {
    /** The database's order of uuids; UUID's own compares signed. */
    private static final Comparator<UUID> BY_ID = Comparator.comparing(UUID::toString);

    private final SealedWalkRepository walks = new SealedWalkRepository();

    /** One page of them, by id. @param after the last id of the page before, or null */
    public List<EndangeredCertificate> everUnder(
            SecureTransaction tx, OrganizationId organization, UUID keyId, UUID after, int limit) {
        RowsUnderKeyRepository.planById(tx);
        List<EndangeredCertificate> page = new ArrayList<>();
        UUID last = after;
        List<UUID> next;
        do {
            next = next(tx, organization.value(), keyId, last, limit);
            page.addAll(certificates(tx, next));
            last = next.isEmpty() ? null : next.get(next.size() - 1);
        } while (next.size() == limit && page.size() < limit);
        return page.size() > limit ? page.subList(0, limit) : page;
    }

    private List<UUID> next(SecureTransaction tx, UUID organization, UUID keyId, UUID after, int limit) {
        List<UUID> next = walks.under(tx, organization, keyId, new Stretch(after, null, limit));
        for (UUID rotation : notedRotations(tx, keyId)) {
            next = merge(next, walks.noted(tx, organization, rotation, stretch(next, after, limit)), limit);
        }
        for (UUID first : walks.firstKeys(tx, organization)) {
            Condition through = first.equals(keyId)
                    ? DSL.trueCondition()
                    : DSL.val(keyId).eq(DSL.any(PRIVATE_KEYS.PREVIOUS_KEY_IDS));
            next = merge(next, walks.moved(tx, organization, first, through, stretch(next, after, limit)), limit);
        }
        Instant unrecordedUntil = unrecordedUntil(tx, keyId);
        if (unrecordedUntil != null) {
            Condition unrecorded = PRIVATE_KEYS.CREATED_AT.le(unrecordedUntil);
            for (UUID key : walks.keys(tx, organization)) {
                next = merge(next, walks.under(tx, organization, key, unrecorded, stretch(next, after, limit)), limit);
            }
        }
        return next;
    }

    /** Beyond a page that is full already nothing is looked for. */
    private static Stretch stretch(List<UUID> found, UUID after, int limit) {
        return new Stretch(after, found.size() < limit ? null : found.get(limit - 1), limit);
    }

    private static List<UUID> merge(List<UUID> some, List<UUID> others, int limit) {
        return others.isEmpty()
                ? some
                : Stream.concat(some.stream(), others.stream())
                        .distinct()
                        .sorted(BY_ID)
                        .limit(limit)
                        .toList();
    }

    private static List<EndangeredCertificate> certificates(SecureTransaction tx, List<UUID> ids) {
        return ids.isEmpty()
                ? List.of()
                : tx
                        .dsl()
                        .select(
                                CERTIFICATES.ID,
                                CERTIFICATES.COMMON_NAME,
                                CERTIFICATES.SERIAL_NUMBER,
                                CERTIFICATES.STATUS,
                                CERTIFICATES.NOT_AFTER)
                        .from(CERTIFICATES)
                        .where(CERTIFICATES.ID.eq(DSL.any(ids.toArray(UUID[]::new))))
                        .fetch(Records.mapping(EndangeredCertificate::new))
                        .stream()
                        .sorted(Comparator.comparing(EndangeredCertificate::id, BY_ID))
                        .toList();
    }

    /** Rotations away from the key that may have noted what they moved. */
    private static List<UUID> notedRotations(SecureTransaction tx, UUID keyId) {
        return tx.dsl()
                .select(KEY_ROTATION_HISTORY.ID)
                .from(KEY_ROTATION_HISTORY)
                .where(KEY_ROTATION_HISTORY.OLD_KEY_ID.eq(keyId))
                .fetch(KEY_ROTATION_HISTORY.ID);
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
