package dev.clm.common.audit;

import dev.clm.common.database.BatchInsert;
import dev.clm.common.database.DatabaseTransaction;
import dev.clm.common.field.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.Table;

/**
 * Appends to an audit log, in the transaction of the change that an entry records (requirement S5).
 *
 * @param <T> the transaction of the database the log is in
 */
public abstract class AuditLog<T extends DatabaseTransaction> {
    private static final Map<String, Function<AuditEntry, Object>> ALIKE = Map.ofEntries(
            Map.entry("id", AuditEntry::id),
            Map.entry("event_id", e -> e.id().toString()),
            Map.entry(
                    "organization_id",
                    e -> e.organization() == null ? null : e.organization().value()),
            Map.entry("event_type", e -> e.resource().type() + "." + e.action()),
            Map.entry("event_category", e -> e.category().name().toLowerCase(Locale.ROOT)),
            Map.entry("severity", e -> e.error() == null ? "info" : "warning"),
            Map.entry("resource_type", e -> e.resource().type()),
            Map.entry("resource_id", e -> e.resource().id()),
            Map.entry("action", AuditEntry::action),
            Map.entry("user_id", e -> e.actor().userId()),
            Map.entry("ip_address", e -> e.actor().ipAddress()),
            Map.entry("user_agent", e -> e.actor().userAgent()),
            Map.entry("error_message", AuditEntry::error));

    private final Table<?> table;
    private final BatchInsert<AuditEntry> insert;

    /** `own` are the columns that only this log has, or calls otherwise. */
    @SuppressWarnings("unchecked") // each value is what its column holds, which the database checks
    protected AuditLog(Table<?> table, Map<Field<?>, Function<AuditEntry, Object>> own) {
        Map<String, Function<AuditEntry, Object>> known = new HashMap<>(ALIKE);
        own.forEach((column, value) -> known.put(column.getName(), value));
        BatchInsert<AuditEntry> columns = BatchInsert.into(table);
        for (Field<?> column : table.fields()) {
            if (known.containsKey(column.getName())) {
                columns = columns.with((Field<Object>) column, known.get(column.getName()));
            }
        }
        this.table = table;
        this.insert = columns;
    }

    public final void append(T tx, AuditEntry entry) {
        append(tx, List.of(entry));
    }

    /** All of them, or the transaction fails. */
    public final void append(T tx, List<AuditEntry> entries) {
        if (insert.execute(tx.dsl(), entries).length != entries.size()) {
            throw new IllegalStateException("an audit entry was not stored");
        }
    }

    /** What a hash tree takes of a stored entry as its leaf. */
    public final Optional<byte[]> canonicalForm(T tx, UUID id) {
        return tx.dsl()
                .selectFrom(table)
                .where(table.field("id", UUID.class).eq(id))
                .fetchOptional(row -> CanonicalEntry.of(table.getName(), columns(row)));
    }

    protected static String result(AuditEntry entry) {
        return entry.error() == null ? "success" : "failure";
    }

    protected static JSONB json(Map<String, ?> document) {
        return document == null ? null : JSONB.valueOf(Json.write(document));
    }

    private static Map<String, Object> columns(Record row) {
        Map<String, Object> columns = row.intoMap();
        columns.replaceAll((name, value) -> value instanceof JSONB json ? Json.readObject(json.data()) : value);
        return columns;
    }
}
