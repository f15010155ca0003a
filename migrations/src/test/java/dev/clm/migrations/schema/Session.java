package dev.clm.migrations.schema;

import dev.clm.migrations.migrate.DatabaseLogin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One transaction, rolled back at the end, which can take on any role and any tenant in between. */
final class Session implements AutoCloseable {
    private final Connection connection;

    private Session(Connection connection) {
        this.connection = connection;
    }

    static Session open(DatabaseLogin login) throws SQLException {
        Connection connection = login.connect();
        connection.setAutoCommit(false);
        return new Session(connection);
    }

    /** From here on with the privileges of this role; the login is a superuser's. */
    Session as(String role) throws SQLException {
        execute("SET LOCAL ROLE " + role);
        return this;
    }

    Session tenant(UUID organization) throws SQLException {
        execute("SET LOCAL clm.organization_id = '" + organization + "'");
        return this;
    }

    Session noTenant() throws SQLException {
        execute("SET LOCAL clm.organization_id = ''");
        return this;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    int update(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /** Each row as its columns, joined by a space. */
    List<String> lines(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(line(rows));
            }
            return lines;
        }
    }

    String value(String sql) throws SQLException {
        return String.join("\n", lines(sql));
    }

    /** The SQL state a statement fails with, and "00000" where it does not; either way it is undone. */
    String sqlStateOf(String sql) throws SQLException {
        return refusalOf(sql).substring(0, 5);
    }

    /** The SQL state, as {@link #sqlStateOf} has it, with what the database says. */
    String refusalOf(String sql) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            execute(sql);
            return "00000";
        } catch (SQLException e) {
            return e.getSQLState() + " " + e.getMessage();
        } finally {
            connection.rollback(before);
        }
    }

    private static String line(ResultSet rows) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
            columns.add(String.valueOf(rows.getString(column)));
        }
        return String.join(" ", columns);
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
