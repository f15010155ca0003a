package dev.clm.secure.key.encryptionkey;

import static dev.clm.secure.jooq.Tables.PRIVATE_KEYS;

import dev.clm.secure.database.SecureTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.Row2;
import org.jooq.Row3;
import org.jooq.impl.DSL;

/**
 * Rows of private_keys under one data key, however many: walked by id, piece by piece, in each organization that has any. No
 * statement costs more than its piece, so none meets the statement time-out. In a tenant's transaction that is the tenant alone.
 */
public final class RowsUnderKeyRepository {
    private static final int PIECE = 20_000;
    private static final int MOST_ORGANIZATIONS = 500;
    private static final UUID FIRST = new UUID(0, 0);
    private static final UUID LAST = new UUID(-1, -1);

    /** The order of idx_private_keys_organization_id_encryption_key_id_id: to be walked by {@link #walk}. */
    public static final Row3<UUID, UUID, UUID> BY_ID =
            DSL.row(PRIVATE_KEYS.ORGANIZATION_ID, PRIVATE_KEYS.ENCRYPTION_KEY_ID, PRIVATE_KEYS.ID);

    /*
     * Statistics lag behind a rotation: of a key that they do not know, the planner expects so few rows that it would sort or hash
     * all of them, for every piece anew. In the order of ids each piece costs what it holds.
     */
    private static final String PLAN_BY_ID = """
            select set_config('enable_sort', 'off', true), set_config('enable_hashjoin', 'off', true),
              set_config('enable_mergejoin', 'off', true), set_config('enable_seqscan', 'off', true),
              set_config('enable_incremental_sort', 'off', true)""";

    /*
     * From one organization under the key to the next, by the index that begins with both, however many rows each has and however
     * many others there are. Compared as rows for the reason that `walk` gives.
     */
    private static final String NEXT_ORGANIZATIONS = """
            with recursive other (id) as (
              (select organization_id from private_keys
                where (encryption_key_id, organization_id) > ({1}, {0}) and (encryption_key_id, organization_id) <= ({1}, {3})
                order by encryption_key_id, organization_id limit 1)
              union all
              select (select p.organization_id from private_keys p
                where (p.encryption_key_id, p.organization_id) > ({1}, other.id)
                  and (p.encryption_key_id, p.organization_id) <= ({1}, {3})
                order by p.encryption_key_id, p.organization_id limit 1)
              from other where other.id is not null)
            select other.id from other where other.id is not null limit {2}""";

    /** Lets the rest of the transaction walk rows in the order of their ids. */
    public static void planById(SecureTransaction tx) {
        tx.dsl().fetch(PLAN_BY_ID);
    }

    /**
     * Rows that have two values, after a third, to be ordered by all three. Compared as rows: of two constants the order is that of
     * the third alone, which its unique index has too, and the planner walks that one through the whole table where it still
     * expects to find many. As rows only the index of all three has the order.
     *
     * @param after null from the first one on
     * @param upTo the last one at most; null for all that come
     */
    public static Condition walk(Row3<UUID, UUID, UUID> columns, UUID first, UUID second, UUID after, UUID upTo) {
        Condition begin = after == null ? columns.ge(first, second, FIRST) : columns.gt(first, second, after);
        return begin.and(columns.le(first, second, upTo == null ? LAST : upTo));
    }

    /** The same of rows that have one value, after a second. @param after null for the first */
    public static Condition walk(Row2<UUID, UUID> columns, UUID first, UUID after) {
        return (after == null ? columns.ge(first, FIRST) : columns.gt(first, after)).and(columns.le(first, LAST));
    }

    /** What an organization has under a key, after an id, to be ordered by {@link #BY_ID}. @param after null for the first */
    public static Condition walkById(UUID organization, UUID keyId, UUID after) {
        return walk(BY_ID, organization, keyId, after, null);
    }

    /** The organizations that have rows under the key: its own, and whoever's went astray. */
    public List<UUID> organizations(SecureTransaction tx, UUID keyId) {
        planById(tx);
        List<UUID> found = new ArrayList<>();
        List<UUID> piece;
        do {
            UUID after = found.isEmpty() ? FIRST : found.get(found.size() - 1);
            piece = tx.dsl()
                    .fetch(
                            NEXT_ORGANIZATIONS,
                            DSL.val(after),
                            DSL.val(keyId),
                            DSL.inline(MOST_ORGANIZATIONS),
                            DSL.val(LAST))
                    .map(row -> row.get(0, UUID.class));
            found.addAll(piece);
        } while (piece.size() == MOST_ORGANIZATIONS);
        return found;
    }

    /** How many rows of all organizations fulfil a condition on {@code private_keys}. */
    public long count(SecureTransaction tx, UUID keyId, Condition which) {
        return count(tx, keyId, which, Long.MAX_VALUE);
    }

    /** The same, but no further than the piece with which there are so many: then there may be more. */
    public long count(SecureTransaction tx, UUID keyId, Condition which, long enough) {
        long counted = 0;
        for (UUID organization : organizations(tx, keyId)) {
            counted += count(tx, organization, keyId, which, enough - counted);
            if (counted >= enough) {
                return counted;
            }
        }
        return counted;
    }

    private static long count(SecureTransaction tx, UUID organization, UUID keyId, Condition which, long enough) {
        long counted = 0;
        Optional<Piece> piece = piece(tx, organization, keyId, which, null);
        while (piece.isPresent()) {
            counted += piece.get().counted();
            piece = counted >= enough
                    ? Optional.empty()
                    : piece(tx, organization, keyId, which, piece.get().last());
        }
        return counted;
    }

    /** Whether an organization has a row that fulfils it. */
    public boolean exists(SecureTransaction tx, UUID organization, UUID keyId, Condition which) {
        planById(tx);
        Optional<Piece> piece = piece(tx, organization, keyId, which, null);
        while (piece.isPresent() && piece.get().counted() == 0) {
            piece = piece(tx, organization, keyId, which, piece.get().last());
        }
        return piece.isPresent();
    }

    private static Optional<Piece> piece(
            SecureTransaction tx, UUID organization, UUID keyId, Condition which, UUID after) {
        var rows = DSL.select(PRIVATE_KEYS.ID, DSL.field(which).as("fulfils"))
                .from(PRIVATE_KEYS)
                .where(walkById(organization, keyId, after))
                .orderBy(BY_ID.fields())
                .limit(PIECE)
                .asTable("piece");
        var id = rows.field(PRIVATE_KEYS.ID);
        Record all = tx.dsl()
                .select(
                        DSL.count()
                                .filterWhere(
                                        rows.field("fulfils", Boolean.class).isTrue()),
                        DSL.arrayGet(DSL.arrayAgg(id), DSL.count()))
                .from(rows)
                .fetchSingle();
        return Optional.ofNullable(all.get(1, UUID.class)).map(last -> new Piece(all.get(0, Long.class), last));
    }

    private record Piece(long counted, UUID last) {}
}
