package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** Extensions and what each role may do with the database as a whole, over a superuser's connection (requirement M8). */
final class DatabaseHardening {
    private static final List<String> EXTENSIONS = List.of("uuid-ossp", "pgcrypto");

    /** PostgreSQL 12 has gen_random_uuid() only as the extension's function, so the logins need EXECUTE on these. */
    private static final String GRANT_EXTENSION_FUNCTIONS = """
            DO $$
            DECLARE f regprocedure;
            BEGIN
              FOR f IN SELECT p.oid::regprocedure FROM pg_proc p
                  JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
                  JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid
                  WHERE e.extname IN ('uuid-ossp', 'pgcrypto') LOOP
                EXECUTE format('REVOKE ALL ON FUNCTION %%s FROM PUBLIC', f);
                EXECUTE format('GRANT EXECUTE ON FUNCTION %%s TO %1$s, %2$s, %3$s', f);
              END LOOP;
            END $$""";

    private final ClmDatabase database;
    private final Connection connection;

    DatabaseHardening(ClmDatabase database, Connection connection) {
        this.database = database;
        this.connection = connection;
    }

    void apply() throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            String name = statement.enquoteIdentifier(connection.getCatalog(), true);
            String guests = guests();
            statement.execute("REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
            statement.execute("GRANT CONNECT ON DATABASE " + name + " TO " + guests);
            statement.execute("ALTER SCHEMA public OWNER TO " + database.owner());
            statement.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC");
            statement.execute("GRANT USAGE ON SCHEMA public TO " + guests);
            for (String extension : EXTENSIONS) {
                statement.execute("CREATE EXTENSION IF NOT EXISTS \"" + extension + "\" SCHEMA public");
            }
            statement.execute("REVOKE ALL ON ALL ROUTINES IN SCHEMA public FROM PUBLIC");
            statement.execute("ALTER DEFAULT PRIVILEGES FOR ROLE " + database.owner()
                    + " REVOKE EXECUTE ON ROUTINES FROM PUBLIC");
            statement.execute(
                    GRANT_EXTENSION_FUNCTIONS.formatted(database.owner(), database.user(), database.service()));
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    void verify() throws SQLException {
        for (String extension : EXTENSIONS) {
            require("SELECT 1 FROM pg_extension WHERE extname = ?", extension, "extension " + extension);
        }
        for (DatabaseRole role : DatabaseRole.of(database)) {
            String query = "SELECT 1 FROM pg_roles WHERE rolname = ? AND NOT rolsuper AND rolbypassrls = "
                    + role.bypassesRowSecurity() + (role.logsIn() ? " AND rolcanlogin" : "");
            require(query, role.name(), "role " + role.name() + " with the attributes it needs");
        }
    }

    private void require(String query, String name, String what) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw ClmSchemaException.of(database, "missing after bootstrap: " + what);
                }
            }
        }
    }

    private String guests() {
        return DatabaseRole.of(database).stream()
                .map(DatabaseRole::name)
                .filter(name -> !name.equals(database.owner()))
                .collect(Collectors.joining(", "));
    }
}
