package dev.clm.common.database;

import dev.clm.common.tenant.OrganizationId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * A query of constant text with its values, for what every request asks: nothing is rendered, the server plans it once per
 * connection, and alone it is a transaction of one round trip.
 *
 * @param <R> what its rows are read into
 */
public final class PreparedQuery<R> {
    /** Or else the server plans anew each time where it believes that a plan for the values at hand is cheaper by more than that. */
    private static final String PLANNED_ONCE = "set_config('plan_cache_mode', 'force_generic_plan', true)";

    /*
     * One message to the server, and so one transaction, which ends the setting: PostgreSQL commits an extended query at its Sync,
     * of which the driver sends one after all statements of a text.
     */
    private static final String WITH_TENANT = TransactionRunner.SET_TENANT + ", " + PLANNED_ONCE + "; ";

    private static final String BY_INDEX = "select set_config('enable_seqscan', 'off', true), " + PLANNED_ONCE + "; ";

    /** Reads all rows. */
    @FunctionalInterface
    public interface Reader<R> {
        R read(ResultSet rows) throws SQLException;
    }

    /** Reads the row that the cursor is on. */
    @FunctionalInterface
    public interface RowReader<E> {
        E read(ResultSet row) throws SQLException;
    }

    private final String sql;
    private final Reader<R> reader;
    private final Object[] values;
    private final boolean byIndex;

    private PreparedQuery(String sql, Reader<R> reader, boolean byIndex, Object... values) {
        this.sql = sql;
        this.reader = reader;
        this.byIndex = byIndex;
        this.values = values;
    }

    /** `values` are strings, UUIDs, numbers, arrays of strings or of UUIDs, or null. */
    public static <R> PreparedQuery<R> of(String sql, Reader<R> reader, Object... values) {
        return new PreparedQuery<>(sql, reader, false, values);
    }

    /** A query whose rows are read one by one. */
    public static <E> PreparedQuery<List<E>> ofRows(String sql, RowReader<E> reader, Object... values) {
        return new PreparedQuery<>(sql, rows -> each(rows, reader), false, values);
    }

    /**
     * Planned once and answered by indexes, for a query whose rows the planner cannot guess: a plan that a connection made while the tables were
     * small would read them whole ever after. The rest of the transaction is planned so too.
     */
    public PreparedQuery<R> byIndex() {
        return new PreparedQuery<>(sql, reader, true, values);
    }

    /** Asks within a transaction. */
    public R fetch(DSLContext dsl) {
        return dsl.connectionResult(this::fetch);
    }

    /** Asks on a connection as it is: a transaction of its own where that commits by itself. */
    R fetch(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(byIndex ? BY_INDEX + sql : sql)) {
            bind(query, 0);
            query.execute();
            if (byIndex) {
                query.getMoreResults();
            }
            try (ResultSet rows = query.getResultSet()) {
                return reader.read(rows);
            }
        }
    }

    /** Asks as a tenant, in a transaction of its own on a connection that commits by itself. */
    R fetchAlone(Connection connection, OrganizationId tenant) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(WITH_TENANT + sql)) {
            query.setString(1, tenant.value().toString());
            bind(query, 1);
            query.execute();
            query.getMoreResults();
            try (ResultSet rows = query.getResultSet()) {
                return reader.read(rows);
            }
        }
    }

    private void bind(PreparedStatement query, int before) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            query.setObject(before + i + 1, bound(query.getConnection(), values[i]));
        }
    }

    private static Object bound(Connection connection, Object value) throws SQLException {
        if (value instanceof UUID[] ids) {
            return array(connection, "uuid", ids);
        }
        return value instanceof String[] texts ? array(connection, "text", texts) : value;
    }

    private static Array array(Connection connection, String type, Object[] elements) throws SQLException {
        return connection.createArrayOf(type, elements);
    }

    private static <E> List<E> each(ResultSet rows, RowReader<E> reader) throws SQLException {
        List<E> read = new ArrayList<>();
        while (rows.next()) {
            read.add(reader.read(rows));
        }
        return read;
    }
}
