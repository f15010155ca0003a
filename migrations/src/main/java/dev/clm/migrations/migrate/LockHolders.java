package dev.clm.migrations.migrate;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Which lock a statement gave up on: the relations it names that other sessions hold (requirement M5). */
final class LockHolders {
    private static final int SHOWN_LENGTH = 120;
    private static final String LOCKS = """
            SELECT DISTINCT c.relname, l.mode, l.pid, coalesce(a.usename, '?')
            FROM pg_locks l
            JOIN pg_class c ON c.oid = l.relation AND c.relnamespace = 'public'::regnamespace
            LEFT JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.granted AND l.pid <> pg_backend_pid()
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            ORDER BY 1, 3""";

    private LockHolders() {}

    /** Looked up after the fact, so a holder may be gone by then. */
    static String describe(DatabaseLogin login, String statement) {
        List<String> holders = new ArrayList<>();
        try (Connection connection = login.connect();
                Statement query = connection.createStatement();
                ResultSet rows = query.executeQuery(LOCKS)) {
            while (rows.next()) {
                if (Words.contains(statement, rows.getString(1))) {
                    holders.add("on %s, where process %d (%s) holds %s"
                            .formatted(rows.getString(1), rows.getInt(3), rows.getString(4), rows.getString(2)));
                }
            }
        } catch (SQLException e) {
            return "the lock that it waited for cannot be looked up: " + e.getMessage();
        }
        String shown = shortened(statement);
        return holders.isEmpty()
                ? "it waited for a lock that is free by now, for: " + shown
                : "it waited for a lock " + String.join("; ", holders) + "; for: " + shown;
    }

    private static String shortened(String statement) {
        String line = statement.strip().replaceAll("\\s+", " ");
        return line.length() <= SHOWN_LENGTH ? line : line.substring(0, SHOWN_LENGTH) + "…";
    }
}
