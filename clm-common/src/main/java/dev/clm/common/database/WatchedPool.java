package dev.clm.common.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import com.zaxxer.hikari.util.Credentials;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells its database's outage whether it can lend connections, and what fails on them. Once it has met no server, a thread of its own
 * waits for one, and whoever asks is refused at once, so that nobody's threads pile up behind an outage. After a failover its
 * connections may be alive and of no use, as they lead to a server that only reads: the first that is seen to ends with all of its age.
 */
final class WatchedPool extends HikariDataSource {
    private static final String CANNOT_CONNECT = "08001";
    private static final String NO_CONNECTION = "08003";
    private static final long BETWEEN_PROBES = Duration.ofMillis(500).toNanos();

    private final Outage outage;
    private final AtomicBoolean probed = new AtomicBoolean();
    /** Whether the last who waited for a connection met no server. */
    private volatile boolean away;

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

    boolean isAway() {
        return away;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (away) {
            throw new SQLTransientConnectionException(
                    getPoolName() + " has no server and waits for one", CANNOT_CONNECT);
        }
        return lend();
    }

    private Connection lend() throws SQLException {
        try {
            Connection connection = super.getConnection();
            away = false;
            outage.answered();
            return connection;
        } catch (SQLException failure) {
            throw told(failure);
        }
    }

    private SQLException told(SQLException failure) {
        if (isClosed()) {
            return new SQLTransientConnectionException(getPoolName() + " is closed", NO_CONNECTION, failure);
        }
        if (getHikariPoolMXBean().getTotalConnections() > 0) {
            // It is only too small for all who ask.
            return new SQLTransientConnectionException(failure.getMessage(), SqlState.POOL_EXHAUSTED, failure);
        }
        outage.failed(failure);
        away = true;
        if (probed.compareAndSet(false, true)) {
            Thread probe = new Thread(this::waitForAServer, getPoolName() + "-probe");
            probe.setDaemon(true);
            probe.start();
        }
        return failure;
    }

    /**
     * Connects past the pool, whose own next attempt may be seconds away. Whoever fails while this ends leaves it to this thread,
     * which looks once more.
     */
    private void waitForAServer() {
        do {
            while (away && !isClosed()) {
                if (isThere()) {
                    away = false;
                } else {
                    LockSupport.parkNanos(BETWEEN_PROBES);
                }
            }
            probed.set(false);
        } while (away && !isClosed() && probed.compareAndSet(false, true));
    }

    private boolean isThere() {
        Properties properties = new Properties();
        properties.putAll(getDataSourceProperties());
        Credentials credentials = getCredentialsProvider().getCredentials();
        properties.setProperty("user", credentials.getUsername());
        properties.setProperty("password", credentials.getPassword());
        try (Connection connection = DriverManager.getConnection(getJdbcUrl(), properties);
                Statement statement = connection.createStatement()) {
            statement.execute(getConnectionInitSql() == null ? "select 1" : getConnectionInitSql());
            return true;
        } catch (SQLException failure) {
            outage.failed(failure);
            return false;
        } catch (RuntimeException noPassword) {
            return false;
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
