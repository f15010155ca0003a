package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Roles with their passwords, over an administrator's connection. */
final class RoleCreation {
    /** Two bootstraps of one server share roles: one at a time. */
    private static final long LOCK = 0x636c6d_626f6f74L;

    private final ClmDatabase database;
    private final Connection server;
    private final RoleSteps steps;
    private final RolePasswordChange passwordChange;

    RoleCreation(ClmDatabase database, Connection server, RoleSteps steps, DatabaseLogin administrator) {
        this.database = database;
        this.server = server;
        this.steps = steps;
        this.passwordChange = new RolePasswordChange(database, server, administrator);
    }

    /** The lock goes with the connection. */
    void create(RolePasswords passwords, Consumer<String> warnings) throws SQLException {
        keepOutOfTheServerLog();
        execute("SELECT pg_advisory_lock(" + LOCK + ")");
        for (BootstrapStep step : steps.conditions()) {
            step.run(database, server, warnings);
        }
        refuseMissing(passwords);
        for (BootstrapStep step : steps.roles()) {
            step.run(database, server, warnings);
        }
        for (DatabaseRole role : DatabaseRole.of(database)) {
            Optional<String> password = passwords.of(role.name());
            if (password.isPresent()) {
                passwordChange.give(role.name(), password.get(), passwords.iterations());
            }
        }
    }

    private void refuseMissing(RolePasswords passwords) throws SQLException {
        Set<String> there = new HashSet<>(BootstrapStep.rows(server, "SELECT rolname FROM pg_roles"));
        for (DatabaseRole role : DatabaseRole.of(database)) {
            if (role.needsLogin()
                    && !there.contains(role.name())
                    && passwords.of(role.name()).isEmpty()) {
                throw ClmSchemaException.of(
                        database, "role " + role.name() + " does not exist and no password is given");
            }
        }
    }

    private void keepOutOfTheServerLog() throws SQLException {
        execute("SELECT set_config('log_statement', 'none', false),"
                + " set_config('log_min_duration_statement', '-1', false),"
                + " set_config('log_min_error_statement', 'panic', false)"
                + " FROM pg_roles WHERE rolname = current_user AND rolsuper");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = server.createStatement()) {
            statement.execute(sql);
        }
    }
}
