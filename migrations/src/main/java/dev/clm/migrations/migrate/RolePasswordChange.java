package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.util.PasswordUtil;

/** Gives roles their passwords. The server only ever sees SCRAM verifiers. */
final class RolePasswordChange {
    private static final int SALT_BYTES = 16;
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String NO_SUCH_DATABASE = "3D000";

    private final ClmDatabase database;
    private final Connection server;
    private final DatabaseLogin administrator;

    RolePasswordChange(ClmDatabase database, Connection server, DatabaseLogin administrator) {
        this.database = database;
        this.server = server;
        this.administrator = administrator;
    }

    /** Leaves a role of another administrator alone that has this password already. */
    void give(String role, String password, int iterations) throws SQLException {
        if (mayChange(role)) {
            try (Statement statement = server.createStatement()) {
                statement.execute("ALTER ROLE " + role + " LOGIN PASSWORD '" + verifier(password, iterations) + "'");
            }
        } else if (!logsIn(new DatabaseLogin(administrator.url(), role, password))) {
            throw ClmSchemaException.of(
                    database,
                    "the password of " + role + " is another one, and " + administrator.user()
                            + " may not change it; who made that role can: GRANT " + role + " TO "
                            + administrator.user() + " WITH ADMIN OPTION");
        }
    }

    private boolean mayChange(String role) throws SQLException {
        List<String> allowed = BootstrapStep.rows(server, """
                SELECT 1 FROM pg_roles WHERE rolname = current_user AND (rolsuper
                  OR current_setting('server_version_num')::int < 160000
                  OR pg_has_role('%s', 'MEMBER WITH ADMIN OPTION'))""".formatted(role));
        return !allowed.isEmpty();
    }

    /** The password is judged before the database and the right to connect to it. */
    private static boolean logsIn(DatabaseLogin login) {
        try (Connection connection = login.connect()) {
            return connection.isValid(0);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            return state.equals(INSUFFICIENT_PRIVILEGE) || state.equals(NO_SUCH_DATABASE);
        }
    }

    /** Base64, digits, `$` and `:` only, so it needs no escaping. */
    private static String verifier(String password, int iterations) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return PasswordUtil.encodeScramSha256(password.toCharArray(), iterations, salt);
    }
}
