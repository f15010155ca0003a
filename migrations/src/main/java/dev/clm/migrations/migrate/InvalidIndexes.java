package dev.clm.migrations.migrate;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** What an interrupted CREATE INDEX or REINDEX CONCURRENTLY of ours left: kept up to date by every write, used by no query (requirement M5). */
final class InvalidIndexes {
    private static final String FIND = """
            SELECT quote_ident(c.relname) FROM pg_index i
            JOIN pg_class c ON c.oid = i.indexrelid
            WHERE NOT i.indisvalid AND c.relkind = 'i' AND c.relnamespace = 'public'::regnamespace
              AND c.relowner = (SELECT datdba FROM pg_database WHERE datname = current_database())
            ORDER BY 1""";
    private static final Pattern REINDEX_LEFTOVER = Pattern.compile(".*_cc(new|old)[0-9]*\"?");

    private final Connection connection;

    InvalidIndexes(Connection connection) {
        this.connection = connection;
    }

    List<String> find() throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(FIND)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    /** Drops those that a migration is about to build, as IF NOT EXISTS would skip them, and rebuilds the others. */
    void repair(Collection<Migration> toRun) throws SQLException {
        for (String name : find()) {
            boolean drop = REINDEX_LEFTOVER.matcher(name).matches()
                    || toRun.stream().anyMatch(m -> Words.contains(m.sql(), name));
            try (Statement statement = connection.createStatement()) {
                statement.execute((drop ? "DROP INDEX CONCURRENTLY " : "REINDEX INDEX CONCURRENTLY ") + name);
            }
        }
    }
}
