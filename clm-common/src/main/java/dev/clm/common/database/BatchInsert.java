package dev.clm.common.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertValuesStepN;
import org.jooq.JSONB;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Many rows into one table in one round trip. The statement's text does not depend on the number of rows, so the server
 * plans it once per connection.
 */
public final class BatchInsert {
    private final Table<?> table;
    private final List<Field<?>> columns;
    private final boolean skipConflicts;
    private volatile String text;

    private BatchInsert(Table<?> table, List<Field<?>> columns, boolean skipConflicts) {
        this.table = table;
        this.columns = List.copyOf(columns);
        this.skipConflicts = skipConflicts;
    }

    public static BatchInsert into(Table<?> table, Field<?>... columns) {
        return new BatchInsert(table, List.of(columns), false);
    }

    /** Rows that meet an existing unique key are left out and counted as 0. */
    public BatchInsert skippingConflicts() {
        return new BatchInsert(table, columns, true);
    }

    /** One array of values per row, in the order of the columns. Answers how many rows each of them inserted: 1 or 0. */
    public int[] execute(DSLContext dsl, List<Object[]> rows) {
        if (rows.isEmpty()) {
            return new int[0];
        }
        String sql = sql(dsl);
        return dsl.connectionResult(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                for (Object[] row : rows) {
                    bind(insert, row);
                    insert.addBatch();
                }
                return insert.executeBatch();
            }
        });
    }

    /** The text is rendered once: rendering it anew for each batch costs more than the batch itself. */
    private String sql(DSLContext dsl) {
        String known = text;
        if (known == null) {
            known = dsl.render(statement(dsl));
            text = known;
        }
        return known;
    }

    private Query statement(DSLContext dsl) {
        List<Param<?>> placeholders =
                columns.stream().<Param<?>>map(column -> DSL.val(null, column)).collect(Collectors.toList());
        InsertValuesStepN<?> insert = dsl.insertInto(table).columns(columns).values(placeholders);
        return skipConflicts ? insert.onConflictDoNothing() : insert;
    }

    private static void bind(PreparedStatement insert, Object[] row) throws SQLException {
        for (int i = 0; i < row.length; i++) {
            bind(insert, i + 1, row[i]);
        }
    }

    /** As the converters and bindings of the generated columns do: the statement's casts make text into json and inet. */
    private static void bind(PreparedStatement insert, int index, Object value) throws SQLException {
        if (value == null) {
            insert.setNull(index, Types.NULL);
        } else if (value instanceof String text) {
            insert.setString(index, text);
        } else if (value instanceof Instant instant) {
            insert.setObject(index, instant.atOffset(ZoneOffset.UTC));
        } else if (value instanceof JSONB json) {
            insert.setString(index, json.data());
        } else if (value instanceof String[] texts) {
            insert.setArray(index, insert.getConnection().createArrayOf("text", texts));
        } else {
            insert.setObject(index, value);
        }
    }
}
