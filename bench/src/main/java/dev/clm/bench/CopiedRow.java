package dev.clm.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** A row that the service wrote, to be written again and again: same size, but new identifiers, unique texts and times. */
final class CopiedRow {
    /** The texts that are unique per certificate; a constant would make their indexes cheaper than they are. */
    private static final List<String> UNIQUE_TEXTS = List.of(
            "certificate_id",
            "serial_number",
            "thumbprint_sha256",
            "thumbprint_sha1",
            "subject_key_identifier",
            "public_key_sha256",
            "request_id",
            "event_id",
            "idempotency_key",
            "request_fingerprint");

    /** All times of a row keep their distance from this one. */
    private static final List<String> CREATED_AT = List.of("created_at", "event_timestamp", "applied_at");

    private record Column(String name, String type, Object value) {}

    private final String table;
    private final OffsetDateTime createdAt;
    private final List<Column> columns;

    private CopiedRow(String table, List<Column> columns) {
        this.table = table;
        this.columns = columns;
        this.createdAt = columns.stream()
                .filter(c -> CREATED_AT.contains(c.name()))
                .map(c -> (OffsetDateTime) c.value())
                .findFirst()
                .orElseThrow();
    }

    /** All rows of a table with that value, without nulls and without what the database fills in. */
    static List<CopiedRow> find(Connection connection, String table, String column, Object value) throws SQLException {
        List<Column> types = types(connection, table);
        String list = types.stream()
                .map(c -> isNative(c.type()) ? c.name() : c.name() + "::text")
                .collect(Collectors.joining(", "));
        String query = "SELECT " + list + " FROM " + table + " WHERE " + column + " = ?";
        List<CopiedRow> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setObject(1, value);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows.add(new CopiedRow(table, values(found, types)));
                }
            }
        }
        return rows;
    }

    UUID id() {
        return uuid("id");
    }

    UUID uuid(String name) {
        return columns.stream()
                .filter(c -> c.name().equals(name))
                .map(c -> (UUID) c.value())
                .findFirst()
                .orElseThrow();
    }

    String insert() {
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        String marks = columns.stream()
                .map(c -> isNative(c.type()) ? "?" : "?::" + c.type())
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + table + " (" + names + ") VALUES (" + marks + ")";
    }

    /** Binds from a parameter on and answers the next one. */
    int bind(PreparedStatement statement, int first, FreshIdentifiers fresh) throws SQLException {
        int index = first;
        for (Column column : columns) {
            Object value = column.value();
            if (value instanceof UUID id) {
                statement.setObject(index, fresh.of(id));
            } else if (value instanceof byte[] bytes) {
                statement.setBytes(index, bytes);
            } else if (value instanceof OffsetDateTime time) {
                statement.setObject(index, OffsetDateTime.now().plus(Duration.between(createdAt, time)));
            } else if (value instanceof String text && UNIQUE_TEXTS.contains(column.name())) {
                statement.setString(index, FreshIdentifiers.hex(text.length()));
            } else if (value instanceof String text) {
                statement.setString(index, text);
            } else {
                statement.setObject(index, value, value instanceof Boolean ? Types.BOOLEAN : Types.BIGINT);
            }
            index++;
        }
        return index;
    }

    private static List<Column> types(Connection connection, String table) throws SQLException {
        List<Column> types = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT column_name, udt_name FROM information_schema.columns
                WHERE table_name = ? AND table_schema = 'public' AND is_generated = 'NEVER' AND is_identity = 'NO'
                  AND NOT (table_name = 'outbox' AND column_name IN ('state', 'attempts', 'done_at'))
                ORDER BY ordinal_position""")) {
            statement.setString(1, table);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    types.add(new Column(found.getString(1), found.getString(2), null));
                }
            }
        }
        return types;
    }

    private static List<Column> values(ResultSet found, List<Column> types) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            Column type = types.get(i);
            Object value = type.type().equals("timestamptz")
                    ? found.getObject(i + 1, OffsetDateTime.class)
                    : found.getObject(i + 1);
            if (value != null) {
                columns.add(new Column(type.name(), type.type(), value));
            }
        }
        return columns;
    }

    /** The others (jsonb, inet, arrays) travel as text with a cast. */
    private static boolean isNative(String type) {
        return List.of("uuid", "bytea", "varchar", "text", "bool", "int4", "int8", "timestamptz")
                .contains(type);
    }
}
