package dev.clm.common.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells its database's outage whether it can lend connections, and what fails on them. Once it has met no server, one caller at a time
 * waits for it, as the probe of all; others are refused at once, so that nobody's threads pile up behind an outage, until any pool
 * of the database lends a connection again. After a failover its connections may be
 * alive and of no use, as they lead to a server that only reads: the first that is seen to ends with all of its age.
 */
final class WatchedPool extends HikariDataSource {
    private static final String CANNOT_CONNECT = "08001";

    private final Outage outage;
    private final AtomicBoolean probed = new AtomicBoolean();
    /** Whether the last who waited for a connection met no server, and when that was. */
    private volatile boolean away;

    private volatile long awayAt;

    private WatchedPool(HikariConfig config, Outage outage) {
        super(config);
        this.outage = outage;
    }

    /** What fails on a connection is told too, before whoever uses it hears of it. */
    static HikariDataSource open(HikariConfig config, Outage outage) {
        Failures failures = new Failures(outage);
        config.setExceptionOverride(failures);
        WatchedPool pool = new WatchedPool(config, outage);
        failures.pool = pool;
        return pool;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (!away || outage.hasAnsweredSince(awayAt)) {
            return lend();
        }
        if (!probed.compareAndSet(false, true)) {
            throw new SQLTransientConnectionException(
                    getPoolName() + " has no server, and somebody waits for one", CANNOT_CONNECT);
        }
        try {
            return lend();
        } finally {
            probed.set(false);
        }
    }

    private Connection lend() throws SQLException {
        try {
            Connection connection = super.getConnection();
            away = false;
            outage.answered();
            return connection;
        } catch (SQLException failure) {
            // With connections that are in use it is only too small.
            awayAt = outage.now();
            away = !isClosed() && getHikariPoolMXBean().getTotalConnections() == 0;
            outage.failed(failure);
            throw failure;
        }
    }

    @Override
    public void close() {
        super.close();
        outage.forget();
    }

    private static final class Failures implements SQLExceptionOverride {
        private final Outage outage;
        private volatile HikariDataSource pool;

        Failures(Outage outage) {
            this.outage = outage;
        }

        @java.lang.Override
        public Override adjudicate(SQLException failure) {
            outage.failed(failure);
            if (SqlState.isReadOnly(failure)) {
                // Those that are in use, and this one, when they come back: whoever has it still rolls back.
                pool.getHikariPoolMXBean().softEvictConnections();
            }
            return Override.CONTINUE_EVICT;
        }
    }
}
