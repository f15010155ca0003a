package dev.clm.migrations.migrate;

import dev.clm.common.database.SessionCheck;
import dev.clm.migrations.ClmDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One process changes a schema at a time. It asks again and again instead of waiting inside the server, as a waiting
 * statement is a snapshot that CREATE INDEX CONCURRENTLY waits for. The thread that migrates owns it and closes it; it ends with
 * its connection at the latest.
 */
final class MigrationLock implements AutoCloseable {
    /** For one statement of a migration, or for all of a rollback script. */
    static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(10);

    private static final long KEY = 0x636c6d_6d696772L;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final long POLL_MILLIS = 200;

    private final Connection connection;

    private MigrationLock(Connection connection) {
        this.connection = connection;
    }

    static MigrationLock take(ClmDatabase database, DatabaseLogin owner) throws SQLException {
        return take(database, owner, step -> {}, Duration.ZERO);
    }

    /** Tells once that it waits. @param more how much longer whoever has it may take for what it waits for itself */
    static MigrationLock take(ClmDatabase database, DatabaseLogin owner, Consumer<String> progress, Duration more)
            throws SQLException {
        Connection connection = owner.connect(STATEMENT_TIMEOUT);
        Duration limit = LIMIT.plus(more);
        long end = System.nanoTime() + limit.toNanos();
        try {
            requireOwnSession(database, owner);
            boolean told = false;
            while (!tryLock(connection)) {
                if (!told) {
                    progress.accept(database.databaseName() + ": another process migrates it, waiting for its end");
                    told = true;
                }
                if (System.nanoTime() > end) {
                    throw ClmSchemaException.of(
                            database, "another process has been migrating for " + limit.toMinutes() + " minutes");
                }
                Thread.sleep(POLL_MILLIS);
            }
            return new MigrationLock(connection);
        } catch (InterruptedException e) {
            connection.close();
            Thread.currentThread().interrupt();
            throw ClmSchemaException.of(database, "interrupted while another process was migrating", e);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Also a lock would stay in a pooler's session. */
    static void requireOwnSession(ClmDatabase database, DatabaseLogin owner) throws SQLException {
        Optional<String> fault =
                SessionCheck.fault(() -> owner.connect(STATEMENT_TIMEOUT), owner.options(STATEMENT_TIMEOUT));
        if (fault.isPresent()) {
            throw ClmSchemaException.of(database, owner + " " + fault.get());
        }
    }

    /** Of the owner, under the time-outs of a migration; idle but for what the holder of the lock does with it. */
    Connection connection() {
        return connection;
    }

    private static boolean tryLock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pg_try_advisory_lock(" + KEY + ")")) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    /** The lock goes with its session. */
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
