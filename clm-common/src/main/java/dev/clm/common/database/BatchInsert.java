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
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/**
 * Many rows into one table by one statement: each column travels as an array. The statement's text does not depend on the
 * number of rows, so it is rendered once and the server plans it once per connection.
 *
 * @param <R> what a row is made of
 */
public final class BatchInsert<R> {
    private final Table<?> table;
    private final List<ColumnArray> columns;
    private final List<Function<? super R, ?>> values;
    private final boolean skipConflicts;
    private final String condition;
    private volatile String text;

    private BatchInsert(
            Table<?> table,
            List<ColumnArray> columns,
            List<Function<? super R, ?>> values,
            boolean skipConflicts,
            String condition) {
        this.table = table;
        this.columns = columns;
        this.values = values;
        this.skipConflicts = skipConflicts;
        this.condition = condition;
    }

    public static <R> BatchInsert<R> into(Table<?> table) {
        return new BatchInsert<>(table, List.of(), List.of(), false, "");
    }

    /** The same with one column more, and what stands in it. */
    public <V> BatchInsert<R> with(Field<V> column, Function<? super R, ? extends V> value) {
        return new BatchInsert<>(
                table, and(columns, ColumnArray.of(column)), and(values, value), skipConflicts, condition);
    }

    /** Rows that meet an existing unique key are left out and counted as 0. The first column must be the uuid `id`. */
    public BatchInsert<R> skippingConflicts() {
        return new BatchInsert<>(table, columns, values, true, condition);
    }

    /** Rows for which a constant condition is false are left out and counted as 0; it names a row's columns `r."column"`. */
    public BatchInsert<R> where(String constantCondition) {
        return new BatchInsert<>(table, columns, values, skipConflicts, " where " + constantCondition);
    }

    /** Answers how many rows each of them inserted: 1 or 0. */
    public int[] execute(DSLContext dsl, List<R> rows) {
        if (rows.isEmpty()) {
            return new int[0];
        }
        String sql = sql(dsl);
        List<Object[]> arrays = rows.stream()
                .map(row -> values.stream().map(value -> value.apply(row)).toArray())
                .toList();
        return dsl.connectionResult(connection -> execute(connection, sql, arrays));
    }

    private static <E> List<E> and(List<E> some, E more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
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
                    + joined(ColumnArray::name) + ")" + condition
                    + (skipConflicts ? " on conflict do nothing returning id" : "");
            text = known;
        }
        return known;
    }

    private String joined(Function<ColumnArray, String> part) {
        return columns.stream().map(part).collect(Collectors.joining(", "));
    }
}
