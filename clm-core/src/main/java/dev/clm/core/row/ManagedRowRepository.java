package dev.clm.core.row;

import dev.clm.common.field.Json;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.database.CoreTransaction;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import tools.jackson.databind.JsonNode;

/**
 * Rows of a table with id, status and deleted_at. In a tenant's transaction row-level security decides what is there; where
 * it does not (the service role, tables of no tenant), {@link #isVisibleTo} does.
 */
public abstract class ManagedRowRepository {
    private final Table<?> table;
    private final Field<UUID> id;
    private final Field<Instant> deletedAt;
    private final List<Field<?>> shown;

    protected ManagedRowRepository(Table<?> table, String... secretColumns) {
        this.table = table;
        this.id = table.field("id", UUID.class);
        this.deletedAt = table.field("deleted_at", Instant.class);
        Set<String> secret = Set.of(secretColumns);
        this.shown = Arrays.<Field<?>>stream(table.fields())
                .filter(column -> !secret.contains(column.getName()))
                .toList();
    }

    /** A column as its rows show it. */
    public record Column(String name, Class<?> type, boolean nullable) {}

    /** Those that are shown, in their order; the type of a document is JsonNode, of an array String[]. */
    public List<Column> columns() {
        return shown.stream()
                .map(column -> new Column(
                        column.getName(),
                        column.getType() == JSONB.class ? JsonNode.class : column.getType(),
                        column.getDataType().nullable()))
                .toList();
    }

    protected abstract Condition isVisibleTo(OrganizationId tenant);

    public List<Row> list(CoreTransaction tx, OrganizationId tenant, RowQuery query, int limit) {
        return tx.dsl()
                .select(shown)
                .from(table)
                .where(isVisibleTo(tenant))
                .and(query.after() == null ? DSL.noCondition() : id.gt(query.after()))
                .and(query.status() == null ? DSL.noCondition() : status().eq(query.status()))
                .and(query.includeDeleted() ? DSL.noCondition() : deletedAt.isNull())
                .orderBy(id)
                .limit(limit)
                .fetch(this::toRow);
    }

    /** The row, soft-deleted or not. */
    public Optional<Row> find(CoreTransaction tx, OrganizationId tenant, UUID rowId) {
        return tx.dsl()
                .select(shown)
                .from(table)
                .where(id.eq(rowId))
                .and(isVisibleTo(tenant))
                .fetchOptional(this::toRow);
    }

    /** As {@link #find}, and locked until the transaction ends; a row that only may be read is not found. */
    public Optional<Row> lock(CoreTransaction tx, OrganizationId tenant, UUID rowId) {
        return tx.dsl()
                .select(shown)
                .from(table)
                .where(id.eq(rowId))
                .and(isVisibleTo(tenant))
                .forUpdate()
                .fetchOptional(this::toRow);
    }

    /** The new row; empty where one of its unique columns is taken, by a soft-deleted row too. */
    public Optional<Row> insert(CoreTransaction tx, Map<String, Object> columns) {
        return tx.dsl()
                .insertInto(table)
                .set(values(columns))
                .onConflictDoNothing()
                .returning(shown)
                .fetchOptional(this::toRow);
    }

    /** The row as it is then; empty where no live row was there to change. */
    public Optional<Row> change(CoreTransaction tx, UUID rowId, Map<String, Object> columns) {
        return tx.dsl()
                .update(table)
                .set(values(columns))
                .where(id.eq(rowId))
                .and(deletedAt.isNull())
                .returning(shown)
                .fetchOptional(this::toRow);
    }

    /** False where no live row was there. */
    public boolean softDelete(CoreTransaction tx, UUID rowId) {
        return tx.changed(tx.dsl()
                .update(table)
                .set(deletedAt, DSL.currentInstant())
                .where(id.eq(rowId))
                .and(deletedAt.isNull()));
    }

    /** The row that lives again; empty where it was not deleted. */
    public Optional<Row> restore(CoreTransaction tx, UUID rowId) {
        return tx.dsl()
                .update(table)
                .set(deletedAt, (Instant) null)
                .where(id.eq(rowId))
                .and(deletedAt.isNotNull())
                .returning(shown)
                .fetchOptional(this::toRow);
    }

    private Field<String> status() {
        return table.field("status", String.class);
    }

    private Map<Field<?>, Object> values(Map<String, Object> columns) {
        Map<Field<?>, Object> values = new LinkedHashMap<>();
        columns.forEach((name, value) -> {
            Field<?> column = table.field(name);
            boolean isDocument = column.getType() == JSONB.class && value != null;
            values.put(column, isDocument ? JSONB.valueOf(Json.write(value)) : value);
        });
        return values;
    }

    /** A record of the table has all its columns, the ones that were not selected as NULL. */
    private Row toRow(Record row) {
        Map<String, Object> columns = new LinkedHashMap<>();
        for (Field<?> column : shown) {
            columns.put(column.getName(), shownValue(row.get(column)));
        }
        return new Row(columns);
    }

    private static Object shownValue(Object value) {
        if (value instanceof JSONB document) {
            return Json.read(document.data()).orElseThrow();
        }
        return value instanceof Object[] array ? Arrays.asList(array) : value;
    }
}
