package dev.clm.common.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.JSONB;

/**
 * One column of a BatchInsert as an array parameter.
 *
 * @param elementType PostgreSQL's type of the elements as they travel
 * @param cast what makes an element the column's value; empty where it is that already
 */
record ColumnArray(String name, String elementType, String cast) {
    private static final Map<Class<?>, String> AS_THEY_ARE = Map.of(
            UUID.class, "uuid",
            String.class, "text",
            Integer.class, "int4",
            Long.class, "int8",
            Boolean.class, "bool",
            Instant.class, "timestamptz",
            byte[].class, "bytea");

    /** The column of a generated table. Arrays, jsonb and inet travel as text. */
    static ColumnArray of(Field<?> column) {
        String name = '"' + column.getName() + '"';
        Class<?> type = column.getType();
        if (column.getBinding() instanceof InetBinding) {
            return new ColumnArray(name, "text", "::inet");
        }
        if (type == JSONB.class) {
            return new ColumnArray(name, "text", "::jsonb");
        }
        if (type == String[].class) {
            return new ColumnArray(name, "text", "::text[]");
        }
        String elementType = AS_THEY_ARE.get(type);
        if (elementType == null) {
            throw new IllegalArgumentException("a column of type " + type.getName() + ": " + column);
        }
        return new ColumnArray(name, elementType, "");
    }

    String placeholder() {
        return "?::" + elementType + "[]";
    }

    String selected() {
        return "r." + name + cast;
    }

    /** `position` is the column's place in each row; parameters count from 1. */
    void bind(PreparedStatement insert, int position, List<Object[]> rows) throws SQLException {
        Connection connection = insert.getConnection();
        Object[] elements = elementType.equals("bytea") ? new byte[rows.size()][] : new Object[rows.size()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = element(connection, rows.get(i)[position]);
        }
        insert.setArray(position + 1, connection.createArrayOf(elementType, elements));
    }

    private static Object element(Connection connection, Object value) throws SQLException {
        if (value instanceof JSONB json) {
            // Its toString() would parse it.
            return json.data();
        }
        if (value instanceof Instant instant) {
            return instant.toString();
        }
        return value instanceof String[] texts
                ? connection.createArrayOf("text", texts).toString()
                : value;
    }
}
