package dev.clm.migrations.migrate;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what a statement that works CONCURRENTLY waits for: the end of snapshots that are older than it, a backup's for instance
 * (requirement M5). Looks on its own thread and connection until it is closed by whoever migrates.
 */
final class SnapshotWait implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWait.class);
    private static final long LOOKS_EVERY_MILLIS = 1_000;
    private static final long JUST_NOW =
            Duration.ofMillis(3 * LOOKS_EVERY_MILLIS).toNanos();
    private static final long TELLS_EVERY = Duration.ofSeconds(10).toNanos();
    /** The start of others' transactions is shown to members of pg_read_all_stats; how long is waited, to all. */
    private static final String HOLDER = """
            SELECT b.pid, coalesce(nullif(a.application_name, ''), a.usename, '?'),
              extract(epoch FROM now() - a.xact_start)::bigint, extract(epoch FROM now() - w.since)::bigint
            FROM (SELECT l.pid, coalesce(m.query_start, now()) AS since FROM pg_locks l
                JOIN pg_stat_activity m ON m.pid = l.pid
                WHERE NOT l.granted AND l.locktype = 'virtualxid' AND m.datname = current_database()
                  AND m.usename = current_user) AS w
            CROSS JOIN LATERAL unnest(pg_blocking_pids(w.pid)) AS b (pid)
            LEFT JOIN pg_stat_activity a ON a.pid = b.pid
            LIMIT 1""";

    private final DatabaseLogin login;
    private final Consumer<String> progress;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile String seen;
    private volatile long seenAt;

    private SnapshotWait(DatabaseLogin login, Consumer<String> progress) {
        this.login = login;
        this.progress = progress;
    }

    /** Progress is told on this one's thread. */
    static SnapshotWait watch(DatabaseLogin login, Consumer<String> progress) {
        SnapshotWait wait = new SnapshotWait(login, progress);
        Thread thread = new Thread(wait::look, "snapshot-wait");
        thread.setDaemon(true);
        thread.start();
        return wait;
    }

    /** What has been waited for until now, in a sentence; empty where nothing was. */
    Optional<String> seen() {
        return Optional.ofNullable(seen).filter(any -> System.nanoTime() - seenAt < JUST_NOW);
    }

    private void look() {
        try (Connection connection = login.connect()) {
            long told = System.nanoTime() - TELLS_EVERY;
            while (!closed.await(LOOKS_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                Optional<String> holder = holder(connection);
                if (holder.isPresent()) {
                    seen = holder.get();
                    seenAt = System.nanoTime();
                    if (System.nanoTime() - told >= TELLS_EVERY) {
                        progress.accept(seen);
                        told = System.nanoTime();
                    }
                }
            }
        } catch (SQLException e) {
            LOG.debug("what a migration waits for cannot be looked up", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<String> holder(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(HOLDER)) {
            if (!row.next()) {
                return Optional.empty();
            }
            String open = row.getString(3) == null ? "" : ", open since " + row.getLong(3) + " s";
            return Optional.of("waits for the end of the snapshot of process %d (%s)%s; for %d s so far"
                    .formatted(row.getInt(1), row.getString(2), open, row.getLong(4)));
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
