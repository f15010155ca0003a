package dev.clm.common.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/**
 * Many rows into one table by one statement: each column travels as an array. The statement's text does not depend on the
 * number of rows, so it is rendered once and the server plans it once per connection.
 */
public final class BatchInsert {
    private final Table<?> table;
    private final List<ColumnArray> columns;
    private final boolean skipConflicts;
    private volatile String text;

    private BatchInsert(Table<?> table, List<ColumnArray> columns, boolean skipConflicts) {
        this.table = table;
        this.columns = columns;
        this.skipConflicts = skipConflicts;
    }

    public static BatchInsert into(Table<?> table, Field<?>... columns) {
        return new BatchInsert(
                table, Arrays.stream(columns).map(ColumnArray::of).toList(), false);
    }

    /** Rows that meet an existing unique key are left out and counted as 0. The first column must be the uuid `id`. */
    public BatchInsert skippingConflicts() {
        return new BatchInsert(table, columns, true);
    }

    /** One array of values per row, in the order of the columns. Answers how many rows each of them inserted: 1 or 0. */
    public int[] execute(DSLContext dsl, List<Object[]> rows) {
        if (rows.isEmpty()) {
            return new int[0];
        }
        String sql = sql(dsl);
        return dsl.connectionResult(connection -> execute(connection, sql, rows));
    }

    private int[] execute(Connection connection, String sql, List<Object[]> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int i = 0; i < columns.size(); i++) {
                columns.get(i).bind(insert, i, rows);
            }
            return skipConflicts ? inserted(insert, rows) : all(insert.executeUpdate());
        }
    }

    private static int[] all(int count) {
        int[] inserted = new int[count];
        Arrays.fill(inserted, 1);
        return inserted;
    }

    private static int[] inserted(PreparedStatement insert, List<Object[]> rows) throws SQLException {
        Set<UUID> ids = new HashSet<>();
        try (ResultSet returned = insert.executeQuery()) {
            while (returned.next()) {
                ids.add(returned.getObject(1, UUID.class));
            }
        }
        // Of two rows with one id only the first was stored.
        return rows.stream().mapToInt(row -> ids.remove((UUID) row[0]) ? 1 : 0).toArray();
    }

    private String sql(DSLContext dsl) {
        String known = text;
        if (known == null) {
            known = "insert into " + dsl.render(table) + " (" + joined(ColumnArray::name) + ") select "
                    + joined(ColumnArray::selected) + " from unnest(" + joined(ColumnArray::placeholder) + ") as r ("
                    + joined(ColumnArray::name) + ")"
                    + (skipConflicts ? " on conflict do nothing returning id" : "");
            text = known;
        }
        return known;
    }

    private String joined(Function<ColumnArray, String> part) {
        return columns.stream().map(part).collect(Collectors.joining(", "));
    }
}
