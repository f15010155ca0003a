package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.postgresql.util.PasswordUtil;

/** Roles and the database itself, over a superuser's connection. The server only ever sees SCRAM verifiers. */
final class RoleCreation {
    /** Two bootstraps of one server share roles: one at a time. */
    private static final long LOCK = 0x636c6d_626f6f74L;

    private static final int SALT_BYTES = 16;

    private final ClmDatabase database;
    private final Connection server;

    RoleCreation(ClmDatabase database, Connection server) {
        this.database = database;
        this.server = server;
    }

    void create(RolePasswords passwords) throws SQLException {
        keepOutOfTheServerLog();
        execute("SELECT pg_advisory_lock(" + LOCK + ")");
        for (DatabaseRole role : DatabaseRole.of(database)) {
            create(role, passwords.of(role.name()), passwords.iterations());
        }
    }

    void createDatabase(String name) throws SQLException {
        String quoted = quoted(name);
        if (!exists("SELECT 1 FROM pg_database WHERE datname = ?", name)) {
            execute("CREATE DATABASE " + quoted + " OWNER " + database.owner() + " ENCODING 'UTF8' TEMPLATE template0");
        }
        execute("ALTER DATABASE " + quoted + " OWNER TO " + database.owner());
    }

    private void create(DatabaseRole role, Optional<String> password, int iterations) throws SQLException {
        if (!exists("SELECT 1 FROM pg_roles WHERE rolname = ?", role.name())) {
            if (role.needsLogin() && password.isEmpty()) {
                throw ClmSchemaException.of(
                        database, "role " + role.name() + " does not exist and no password is given");
            }
            execute("CREATE ROLE " + role.name() + " NOLOGIN");
        }
        execute("ALTER ROLE " + role.name() + " " + role.attributes());
        if (password.isPresent()) {
            execute("ALTER ROLE " + role.name() + " LOGIN PASSWORD '" + verifier(password.get(), iterations) + "'");
        }
    }

    /** Base64, digits, `$` and `:` only, so it needs no escaping. */
    private static String verifier(String password, int iterations) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return PasswordUtil.encodeScramSha256(password.toCharArray(), iterations, salt);
    }

    private void keepOutOfTheServerLog() throws SQLException {
        execute("SELECT set_config('log_statement', 'none', false),"
                + " set_config('log_min_duration_statement', '-1', false),"
                + " set_config('log_min_error_statement', 'panic', false)"
                + " FROM pg_roles WHERE rolname = current_user AND rolsuper");
    }

    private boolean exists(String query, String name) throws SQLException {
        try (PreparedStatement statement = server.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private String quoted(String identifier) throws SQLException {
        try (Statement statement = server.createStatement()) {
            return statement.enquoteIdentifier(identifier, true);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = server.createStatement()) {
            statement.execute(sql);
        }
    }
}
