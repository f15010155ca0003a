package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One step of a bootstrap, the same over a connection of ours and in an administrator's psql. */
record BootstrapStep(Kind kind, String sql) {
    /** What the SQL is. */
    enum Kind {
        STATEMENT,
        /** A query whose rows are statements. */
        STATEMENTS,
        /** A query whose rows are sentences that say why it cannot go on. */
        REFUSAL,
        /** A query whose rows are sentences for the administrator. */
        WARNING
    }

    static BootstrapStep statement(String sql) {
        return new BootstrapStep(Kind.STATEMENT, sql);
    }

    static BootstrapStep statements(String query) {
        return new BootstrapStep(Kind.STATEMENTS, query);
    }

    static BootstrapStep refusal(String query) {
        return new BootstrapStep(Kind.REFUSAL, query);
    }

    static BootstrapStep warning(String query) {
        return new BootstrapStep(Kind.WARNING, query);
    }

    /** Tells warnings; returns how many statements it ran. */
    int run(ClmDatabase database, Connection connection, Consumer<String> warnings) throws SQLException {
        if (kind == Kind.STATEMENT) {
            execute(connection, sql);
            return 1;
        }
        List<String> rows = rows(connection, sql);
        if (kind == Kind.REFUSAL && !rows.isEmpty()) {
            throw ClmSchemaException.of(database, String.join("; ", rows));
        }
        if (kind == Kind.WARNING) {
            rows.forEach(warnings);
        }
        if (kind == Kind.STATEMENTS) {
            for (String statement : rows) {
                execute(connection, statement);
            }
        }
        return rows.size();
    }

    /** As psql takes it. */
    String script() {
        String query = sql.strip();
        return switch (kind) {
            case STATEMENT -> query + ";\n";
            case STATEMENTS -> query + "\n\\gexec\n";
            case REFUSAL -> told(query, "EXCEPTION");
            case WARNING -> told(query, "WARNING");
        };
    }

    static List<String> rows(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    /** What a query for one boolean answers. */
    static boolean holds(Connection connection, String query) throws SQLException {
        return rows(connection, query).equals(List.of("t"));
    }

    private static String told(String query, String level) {
        return """
                DO $step$
                DECLARE sentence text;
                BEGIN
                  FOR sentence IN
                %s
                  LOOP RAISE %s '%%', sentence; END LOOP;
                END $step$;
                """.formatted(query.indent(4).stripTrailing(), level);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
