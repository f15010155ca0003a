package dev.clm.common.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Tells its database's outage whether it can lend connections, and what fails on them. After a failover its connections may be
 * alive and of no use, as they lead to a server that only reads: the first that is seen to ends with all of its age.
 */
final class WatchedPool extends HikariDataSource {
    private final Outage outage;

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
        try {
            Connection connection = super.getConnection();
            outage.answered();
            return connection;
        } catch (SQLException failure) {
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
