package dev.clm.common.coordination;

import dev.clm.common.database.DatabaseTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * One side of a pair of tables that hold the same facts under the same ids, summed up and read for comparison (requirement
 * X5). The same statements serve both databases; reads are of bounded length.
 *
 * @param <T> the transaction type of the database
 */
public final class DigestRepository<T extends DatabaseTransaction> {
    private final Table<Record> table;
    private final Field<UUID> id;

    /** `id` is the column of the id that both sides share. */
    public DigestRepository(String table, String id) {
        this.table = DSL.table(DSL.name(table));
        this.id = DSL.field(DSL.name(id), UUID.class);
    }

    /**
     * Ids in ascending order that cut the table into ranges of about `rowsARange` rows, `mostRanges` at the most. Pages are
     * drawn by chance, so the cost does not grow with the table; uneven ranges are as good.
     */
    public List<UUID> cuts(T tx, int rowsARange, int mostRanges) {
        Record size = tx.dsl()
                .fetchSingle(
                        "select greatest(c.reltuples, 0)::bigint, pg_relation_size(c.oid) / current_setting('block_size')::bigint"
                                + " from pg_class c where c.oid = {0}::regclass",
                        DSL.val(table.getName()));
        long rows = size.get(0, Long.class);
        long pages = Math.max(1, size.get(1, Long.class));
        long ranges = Math.max(1, Math.min(mostRanges, Math.max(rows, pages) / rowsARange));
        List<UUID> drawn = tx.dsl()
                .fetch(
                        "select {0} from {1} tablesample system ({2}) order by 1",
                        id, table, DSL.val(Math.min(100.0, 100.0 * ranges / pages)))
                .map(row -> row.get(0, UUID.class));
        int step = (int) Math.max(1, drawn.size() / ranges);
        return everyNth(drawn, step);
    }

    /** Of one range that may be large: here, unlike for many ranges at once, the server can use several processes. */
    public RangeDigest digest(T tx, IdRange range) {
        Record sum = tx.dsl()
                .fetchSingle(
                        "select count(*), coalesce(sum(integrity_digest), 0)::text from {0} where {1} between {2} and {3}",
                        table, id, DSL.val(range.first()), DSL.val(range.last()));
        return new RangeDigest(sum.get(0, Long.class), sum.get(1, String.class));
    }

    /** In the order of the ranges; as two arrays, because a row for each range takes longer to send than to sum up. */
    public List<RangeDigest> digests(T tx, List<IdRange> ranges) {
        Record sums = tx.dsl()
                .fetchSingle(
                        "select array_agg(s.rows order by r.number), array_agg(s.sum order by r.number)"
                                + " from unnest({0}, {1}) with ordinality r (first, last, number)"
                                + " cross join lateral (select count(*) as rows, coalesce(sum(integrity_digest), 0)::text as sum"
                                + " from {2} where {3} between r.first and r.last) s",
                        ids(ranges, IdRange::first), ids(ranges, IdRange::last), table, id);
        Long[] rows = sums.get(0, Long[].class);
        String[] digests = sums.get(1, String[].class);
        return IntStream.range(0, rows.length)
                .mapToObj(i -> new RangeDigest(rows[i], digests[i]))
                .toList();
    }

    /** The first `limit` rows of each range, in the order of the ranges. */
    public List<DigestPage> pages(T tx, List<IdRange> ranges, int limit) {
        return tx.dsl()
                .fetch(
                        "select s.page from unnest({0}, {1}) with ordinality r (first, last, number)"
                                + " cross join lateral (select string_agg(uuid_send(p.id) || int8send(p.digest), ''::bytea"
                                + " order by p.id) as page from (select {3} as id, integrity_digest as digest from {2}"
                                + " where {3} between r.first and r.last order by {3} limit {4}) p) s order by r.number",
                        ids(ranges, IdRange::first), ids(ranges, IdRange::last), table, id, DSL.inline(limit))
                .map(row -> DigestPage.of(row.get(0, byte[].class)));
    }

    /** The rows that exist, soft-deleted ones too, in no particular order. */
    public List<CertificateCopy> copies(T tx, Collection<UUID> ids) {
        return tx.dsl()
                .fetch(
                        "select {0}, organization_id, common_name, certificate_type, status, not_before, not_after,"
                                + " owner_user_id, deleted_at from {1} where {0} = any ({2})",
                        id, table, DSL.val(ids.toArray(UUID[]::new)))
                .map(DigestRepository::copy);
    }

    private static CertificateCopy copy(Record row) {
        return new CertificateCopy(
                row.get(0, UUID.class),
                row.get(1, UUID.class),
                row.get(2, String.class),
                row.get(3, String.class),
                CertificateStatus.ofCode(row.get(4, String.class)),
                row.get(5, Instant.class),
                row.get(6, Instant.class),
                row.get(7, UUID.class),
                row.get(8, Instant.class));
    }

    private static Param<UUID[]> ids(List<IdRange> ranges, Function<IdRange, UUID> end) {
        return DSL.val(ranges.stream().map(end).toArray(UUID[]::new));
    }

    private static List<UUID> everyNth(List<UUID> ids, int step) {
        return IntStream.range(0, ids.size())
                .filter(i -> i % step == step - 1)
                .mapToObj(ids::get)
                .toList();
    }
}
