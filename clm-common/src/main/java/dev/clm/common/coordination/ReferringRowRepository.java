package dev.clm.common.coordination;

import dev.clm.common.database.DatabaseTransaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * What the rows of one database refer to in the other (requirements X2, X5). The same statements serve both databases; each
 * is served by an index on (organization_id, column) and answers one page.
 *
 * @param <T> the transaction type of the database
 */
public final class ReferringRowRepository<T extends DatabaseTransaction> {
    private static final String DELETED = "deleted_at";
    private static final String QUARANTINED = "quarantined_at";

    private final DistinctReferenceRepository<T> distinct = new DistinctReferenceRepository<>();

    /** The distinct references behind `after`, in order. */
    public List<TenantReference> distinct(T tx, ReferenceGroup group, Optional<TenantReference> after, int limit) {
        return distinct.page(tx, group, after, limit);
    }

    /** The first distinct references of each group, in the order of the groups: one statement for all of them. */
    public List<List<TenantReference>> firstDistinct(T tx, List<ReferenceGroup> groups, int limit) {
        return distinct.firstPages(tx, groups, limit);
    }

    /** Rows with one of these references and an id behind `after`, by id. */
    public List<ReferringRow> rowsReferring(
            T tx, ReferringColumn column, Collection<TenantReference> references, UUID after, int limit) {
        boolean ofPlatform = references.stream().anyMatch(r -> r.organizationId() == null);
        String organization = ofPlatform ? "t.organization_id is null" : "t.organization_id = u.o";
        // OFFSET 0 keeps the planner from walking the table in the order of the ids instead.
        String from = "unnest({2}, {3}) u (o, v) cross join lateral (select * from {0} t where " + organization
                + " and t.{1} = u.v offset 0) t where t.id > {4} order by t.id limit {5}";
        return rows(
                tx,
                column,
                from,
                ids(references.stream().map(TenantReference::organizationId).toArray(UUID[]::new)),
                ids(references.stream().map(TenantReference::value).toArray(UUID[]::new)),
                DSL.val(after),
                DSL.val(limit));
    }

    /** The rows that exist, in no particular order. */
    public List<ReferringRow> rowsById(T tx, ReferringColumn column, Collection<UUID> ids) {
        return rows(tx, column, "{0} t where t.id = any ({2})", ids(ids.toArray(UUID[]::new)));
    }

    /** The same row, locked until the transaction ends. */
    public Optional<ReferringRow> lock(T tx, ReferringColumn column, UUID id) {
        return rows(tx, column, "{0} t where t.id = {2} for update", DSL.val(id)).stream()
                .findFirst();
    }

    /** Those of the ids that exist in a table that can be referred to. */
    public List<TargetRow> targets(T tx, String table, Optional<String> tenantColumn, Collection<UUID> ids) {
        return tx.dsl()
                .fetch(
                        "select id, deleted_at is null, {1} from {0} where id = any ({2})",
                        DSL.name(table),
                        tenantColumn
                                .<Field<UUID>>map(c -> DSL.field(DSL.name(c), UUID.class))
                                .orElse(DSL.inline(null, UUID.class)),
                        ids(ids.toArray(UUID[]::new)))
                .map(row -> new TargetRow(row.get(0, UUID.class), row.get(1, Boolean.class), row.get(2, UUID.class)));
    }

    /** Those of the targets that are known to be gone: a reference to them is kept as it was, and marked by that. */
    public Set<UUID> departed(T tx, String table, Collection<UUID> ids) {
        return tx.dsl()
                .fetch(
                        "select target_id from departed_targets where target_table = {0} and target_id = any ({1}) and is_departed",
                        DSL.val(table), ids(ids.toArray(UUID[]::new)))
                .intoSet(row -> row.get(0, UUID.class));
    }

    /** Those of the ids that the outbox still has an undelivered event about. */
    public Set<UUID> inFlight(T tx, Collection<UUID> ids) {
        return tx.dsl()
                .fetch(
                        "select distinct aggregate_id from outbox where state <> 'done' and aggregate_id = any ({0})",
                        ids(ids.toArray(UUID[]::new)))
                .intoSet(row -> row.get(0, UUID.class));
    }

    /**
     * The rest of the transaction reads and does nothing else; answers what `work` does. Compiling a statement takes the
     * server longer than any of these runs.
     */
    public <R> R reading(T tx, Supplier<R> work) {
        tx.dsl().fetch("select set_config('transaction_read_only', 'on', true), set_config('jit', 'off', true)");
        return work.get();
    }

    private List<ReferringRow> rows(T tx, ReferringColumn column, String from, Field<?>... parameters) {
        Set<String> has = columns(tx, column.table());
        List<QueryPart> parts = new ArrayList<>(List.of(DSL.name(column.table()), DSL.name(column.column())));
        parts.addAll(List.of(parameters));
        String sql = "select t.id, t.organization_id, t.{1}, " + isSet(has, DELETED) + ", " + isSet(has, QUARANTINED)
                + " from " + from;
        return tx.dsl().fetch(sql, parts.toArray(QueryPart[]::new)).map(ReferringRowRepository::row);
    }

    private Set<String> columns(T tx, String table) {
        return tx.dsl()
                .fetch(
                        "select attname::text from pg_attribute where attrelid = {0}::regclass and attname = any ({1})",
                        DSL.val(table), DSL.val(new String[] {DELETED, QUARANTINED}))
                .intoSet(row -> row.get(0, String.class));
    }

    private static String isSet(Set<String> has, String column) {
        return has.contains(column) ? "t." + column + " is not null" : "false";
    }

    private static Field<UUID[]> ids(UUID[] values) {
        return DSL.val(values);
    }

    private static ReferringRow row(Record row) {
        return new ReferringRow(
                row.get(0, UUID.class),
                row.get(1, UUID.class),
                row.get(2, UUID.class),
                row.get(3, Boolean.class),
                row.get(4, Boolean.class));
    }
}
