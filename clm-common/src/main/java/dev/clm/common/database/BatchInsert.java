package dev.clm.common.database;

import java.util.List;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertValuesStepN;
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
        return dsl.batch(statement(dsl)).bind(rows.toArray(Object[][]::new)).execute();
    }

    private Query statement(DSLContext dsl) {
        List<Param<?>> placeholders =
                columns.stream().<Param<?>>map(column -> DSL.val(null, column)).collect(Collectors.toList());
        InsertValuesStepN<?> insert = dsl.insertInto(table).columns(columns).values(placeholders);
        return skipConflicts ? insert.onConflictDoNothing() : insert;
    }
}
