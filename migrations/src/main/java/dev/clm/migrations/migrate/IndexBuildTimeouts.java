package dev.clm.migrations.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Lets statements that work CONCURRENTLY wait for old snapshots, which PostgreSQL counts as a lock, longer than anything may wait
 * for a lock that keeps others waiting: these keep nobody (requirement M5).
 */
final class IndexBuildTimeouts implements Callback {
    private final Set<String> files;
    private final Duration snapshots;

    IndexBuildTimeouts(MigrationFolder folder, Duration snapshots) {
        this.files = folder.migrations().stream()
                .filter(Migration::worksConcurrently)
                .map(migration -> migration.name().sqlFile())
                .collect(Collectors.toSet());
        this.snapshots = snapshots;
    }

    static void raise(Connection connection, Duration snapshots) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = " + snapshots.toMillis());
            statement.execute("SET statement_timeout = "
                    + MigrationLock.STATEMENT_TIMEOUT.plus(snapshots).toMillis());
        }
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            if (files.contains(context.getMigrationInfo().getScript())) {
                raise(context.getConnection(), snapshots);
            } else {
                reset(context.getConnection());
            }
        } catch (SQLException e) {
            throw new FlywayException("the time-outs cannot be set: " + e.getMessage(), e);
        }
    }

    /** To those that the connection was opened with. */
    private static void reset(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("RESET lock_timeout");
            statement.execute("RESET statement_timeout");
        }
    }

    @Override
    public String getCallbackName() {
        return "index build time-outs";
    }
}
