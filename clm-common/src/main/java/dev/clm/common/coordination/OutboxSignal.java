package dev.clm.common.coordination;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Hears the outbox's NOTIFY on a connection of its own, so that a relay wakes when a change commits. One thread's, the relay
 * loop's, which alone calls it and closes it: the connection is then cut, and never goes back to the pool.
 */
public final class OutboxSignal implements AutoCloseable {
    private static final String CHANNEL = "clm_outbox";

    private final DataSource servicePool;
    private Connection connection;

    public OutboxSignal(DataSource servicePool) {
        this.servicePool = servicePool;
    }

    /** Waits for a signal, at most for the given time. Without a connection it fails at once: the caller paces itself. */
    public boolean await(Duration atMost) throws SQLException {
        try {
            var signals = listening().getNotifications((int) Math.max(1, atMost.toMillis()));
            return signals != null && signals.length > 0;
        } catch (SQLException broken) {
            close();
            throw broken;
        }
    }

    /** From here on no commit is missed: whoever looks for work listens first. */
    public void listen() throws SQLException {
        try {
            listening();
        } catch (SQLException broken) {
            close();
            throw broken;
        }
    }

    private PGConnection listening() throws SQLException {
        if (connection == null) {
            connection = servicePool.getConnection();
            connection.setAutoCommit(true);
            try (Statement listen = connection.createStatement()) {
                listen.execute("listen " + CHANNEL);
            }
        }
        return connection.unwrap(PGConnection.class);
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try (open) {
                // A pooled connection that still listens must not serve anybody else.
                open.abort(Runnable::run);
            } catch (SQLException ignored) {
                // It was broken already.
            }
        }
    }
}
