package dev.clm.secure.key.keyrotation;

import static dev.clm.secure.jooq.Tables.KEY_ROTATION_CERTIFICATES;
import static dev.clm.secure.jooq.Tables.PRIVATE_KEYS;

import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.RowsUnderKeyRepository;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.Row3;
import org.jooq.impl.DSL;

/**
 * Private keys of one organization in the order of their certificates, each walk by an index that has them in that order. No
 * statement reads more than a piece, so none meets the statement time-out. Call it after RowsUnderKeyRepository.planById.
 */
final class SealedWalkRepository {
    private static final int FIRST_PIECE = 200;
    private static final int LARGEST_PIECE = 20_000;
    /** As in idx_private_keys_first_key, to the letter. */
    private static final Field<UUID> FIRST_KEY = DSL.field("{0}[1]", UUID.class, PRIVATE_KEYS.PREVIOUS_KEY_IDS);

    /** The order of idx_private_keys_encryption_key_id_certificate_id. */
    private static final Row3<UUID, UUID, UUID> UNDER =
            DSL.row(PRIVATE_KEYS.ENCRYPTION_KEY_ID, PRIVATE_KEYS.ORGANIZATION_ID, PRIVATE_KEYS.CERTIFICATE_ID);
    /** The order of idx_private_keys_first_key, which has those alone that were moved. */
    private static final Row3<UUID, UUID, UUID> MOVED =
            DSL.row(PRIVATE_KEYS.ORGANIZATION_ID, FIRST_KEY, PRIVATE_KEYS.CERTIFICATE_ID);

    /** The order of uq_key_rotation_certificates_key_rotation_id_certificate_id. */
    private static final Row3<UUID, UUID, UUID> NOTED = DSL.row(
            KEY_ROTATION_CERTIFICATES.ORGANIZATION_ID,
            KEY_ROTATION_CERTIFICATES.KEY_ROTATION_ID,
            KEY_ROTATION_CERTIFICATES.CERTIFICATE_ID);

    // From one to the next by an index that begins with both, however many rows each has.
    private static final String KEYS = """
            with recursive other (id) as (
              (select {1} from private_keys where organization_id = {0} and {2} order by {1} limit 1)
              union all
              select (select {1} from private_keys where organization_id = {0} and {1} > other.id and {2} order by {1} limit 1)
              from other where other.id is not null)
            select id from other where id is not null""";

    /** The certificates of private keys that are under a data key. */
    List<UUID> under(SecureTransaction tx, UUID organization, UUID keyId, Stretch stretch) {
        return under(tx, organization, keyId, DSL.trueCondition(), stretch);
    }

    /** Those of them that fulfil a condition on {@code private_keys}. */
    List<UUID> under(SecureTransaction tx, UUID organization, UUID keyId, Condition which, Stretch stretch) {
        return walk(tx, new Walk(UNDER, keyId, organization, DSL.noCondition(), which), stretch);
    }

    /** The same of private keys that were moved, and were under that data key first of all. */
    List<UUID> moved(SecureTransaction tx, UUID organization, UUID firstKeyId, Condition which, Stretch stretch) {
        Condition indexed = PRIVATE_KEYS.PREVIOUS_KEY_IDS.isNotNull();
        return walk(tx, new Walk(MOVED, organization, firstKeyId, indexed, which), stretch);
    }

    /** What a rotation noted that it moved. */
    List<UUID> noted(SecureTransaction tx, UUID organization, UUID rotationId, Stretch stretch) {
        return tx.dsl()
                .select(KEY_ROTATION_CERTIFICATES.CERTIFICATE_ID)
                .from(KEY_ROTATION_CERTIFICATES)
                .where(RowsUnderKeyRepository.walk(NOTED, organization, rotationId, stretch.after(), stretch.upTo()))
                .orderBy(NOTED.fields())
                .limit(stretch.limit())
                .fetch(KEY_ROTATION_CERTIFICATES.CERTIFICATE_ID);
    }

    /** The data keys that any private key of the organization is under. */
    List<UUID> keys(SecureTransaction tx, UUID organization) {
        return ids(tx, organization, PRIVATE_KEYS.ENCRYPTION_KEY_ID, DSL.trueCondition());
    }

    /** The data keys that any private key of the organization was under before it was moved for the first time. */
    List<UUID> firstKeys(SecureTransaction tx, UUID organization) {
        return ids(tx, organization, FIRST_KEY, PRIVATE_KEYS.PREVIOUS_KEY_IDS.isNotNull());
    }

    private static List<UUID> ids(SecureTransaction tx, UUID organization, Field<UUID> key, Condition which) {
        return tx.dsl().fetch(KEYS, DSL.val(organization), key, which).map(row -> row.get(0, UUID.class));
    }

    /** Piece by piece, each larger than the one before, until there are as many as are wanted. */
    private static List<UUID> walk(SecureTransaction tx, Walk walk, Stretch stretch) {
        List<UUID> found = new ArrayList<>();
        int size = Math.max(FIRST_PIECE, stretch.limit());
        UUID last = stretch.after();
        do {
            Piece piece = piece(tx, walk, new Stretch(last, stretch.upTo(), size));
            found.addAll(piece.found());
            last = piece.last();
            size = Math.min(4 * size, LARGEST_PIECE);
        } while (last != null && found.size() < stretch.limit());
        return found.size() > stretch.limit() ? found.subList(0, stretch.limit()) : found;
    }

    private static Piece piece(SecureTransaction tx, Walk walk, Stretch stretch) {
        var walked = DSL.select(
                        PRIVATE_KEYS.CERTIFICATE_ID, DSL.field(walk.which()).as("fulfils"))
                .from(PRIVATE_KEYS)
                .where(walk.indexed())
                .and(walk.within(stretch))
                .orderBy(walk.order().fields())
                .limit(stretch.limit())
                .asTable("walked");
        Field<UUID> id = walked.field(PRIVATE_KEYS.CERTIFICATE_ID);
        Record2<UUID[], UUID> piece = tx.dsl()
                .select(
                        DSL.arrayAgg(id)
                                .filterWhere(
                                        walked.field("fulfils", Boolean.class).isTrue()),
                        DSL.arrayGet(DSL.arrayAgg(id), DSL.count()))
                .from(walked)
                .fetchSingle();
        return new Piece(piece.value1() == null ? List.of() : Arrays.asList(piece.value1()), piece.value2());
    }

    /**
     * @param order the columns of an index, in the order of which rows are walked that have the first and the second value
     * @param indexed what holds for all rows that the index has
     * @param which what is wanted of those walked
     */
    private record Walk(Row3<UUID, UUID, UUID> order, UUID first, UUID second, Condition indexed, Condition which) {
        Condition within(Stretch stretch) {
            return RowsUnderKeyRepository.walk(order, first, second, stretch.after(), stretch.upTo());
        }
    }

    /** @param last the last id that was read, null where there was none */
    private record Piece(List<UUID> found, UUID last) {}
}
