package dev.clm.common.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One connection pool (requirement C1): minimum idle 0, connection time-out 5 s, idle time-out 30 s, and on every
 * connection a statement time-out of 30 s and a lock time-out of 5 s. A process that hangs inside a transaction loses it, and
 * with it what it had locked.
 *
 * @param name pool and application_name, such as `clm-secure`
 * @param url JDBC address without credentials
 * @param password asked anew for every new connection (requirement C3)
 * @param role what the login acts as on every connection; empty where it is itself
 */
public record PoolSettings(
        String name, String url, String user, Supplier<String> password, int maximumSize, Optional<String> role) {
    /** How long a transaction may wait for its own process. */
    public static final Duration ABANDONED = Duration.ofSeconds(10);

    private static final long CONNECTION_TIMEOUT_MILLIS = 5_000;
    /** A query for the number that a server has in common with those that follow it, and with no others. */
    public static final String SYSTEM_IDENTIFIER = "select system_identifier from pg_control_system()";

    private static final String ONLY_OF_THE_FOLLOWED = "do $$ begin if (" + SYSTEM_IDENTIFIER
            + ") <> %d then raise exception 'this server does not follow the one of requests'; end if; end $$";

    private static final long READING_CONNECTION_TIMEOUT_MILLIS = 1_000;
    private static final String READING_SOCKET_TIMEOUT_SECONDS = "12";
    private static final String READING_STATEMENT_TIMEOUT = "-c statement_timeout=10s";
    private static final long IDLE_TIMEOUT_MILLIS = 30_000;
    /** A little above the statement's: a connection that a firewall has forgotten is given up soon after a slow one would be. */
    private static final String SOCKET_TIMEOUT_SECONDS = "35";

    private static final String STATEMENT_TIMEOUT = "-c statement_timeout=30s";
    private static final String TIMEOUTS = STATEMENT_TIMEOUT + " -c lock_timeout=5s"
            + " -c idle_in_transaction_session_timeout=" + ABANDONED.toSeconds() + "s -c search_path=public";

    private static final String OPTIONS = "options";

    public PoolSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(role, "role");
    }

    public PoolSettings(String name, String url, String user, Supplier<String> password, int maximumSize) {
        this(name, url, user, password, maximumSize, Optional.empty());
    }

    /** Opens no connection yet: the pool fills on demand. */
    public HikariDataSource open() {
        return new HikariDataSource(config());
    }

    /** The same, and tells whether its database is away. */
    public HikariDataSource open(Outage outage) {
        return WatchedPool.open(config(), outage);
    }

    /** Whether a pool has met no server and waits for one. */
    public static boolean isAway(HikariDataSource pool) {
        return pool instanceof WatchedPool watched && watched.isAway();
    }

    /**
     * The same of a server that may follow another one: it only reads, and whoever asks can turn to the other soon.
     *
     * @param followed what the server it follows answers to {@link #SYSTEM_IDENTIFIER}: no other one's copy is read
     */
    public HikariDataSource openReading(Outage outage, String followed) {
        HikariConfig config = config();
        config.setReadOnly(true);
        config.setConnectionTimeout(READING_CONNECTION_TIMEOUT_MILLIS);
        config.addDataSourceProperty("socketTimeout", READING_SOCKET_TIMEOUT_SECONDS);
        config.addDataSourceProperty(
                OPTIONS,
                config.getDataSourceProperties()
                        .getProperty(OPTIONS)
                        .replace(STATEMENT_TIMEOUT, READING_STATEMENT_TIMEOUT));
        config.setConnectionInitSql(ONLY_OF_THE_FOLLOWED.formatted(Long.parseLong(followed)));
        return WatchedPool.open(config, outage);
    }

    /**
     * Opens two connections of a pool and says what is wrong with their sessions; empty where nothing is.
     *
     * @see SessionCheck#fault
     */
    public static Optional<String> fault(HikariDataSource pool) throws SQLException {
        return SessionCheck.fault(
                pool::getConnection, pool.getDataSourceProperties().getProperty(OPTIONS));
    }

    private HikariConfig config() {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(url);
        config.setCredentialsProvider(() -> com.zaxxer.hikari.util.Credentials.of(user, password.get()));
        config.setMinimumIdle(0);
        config.setMaximumPoolSize(maximumSize);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        config.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(true);
        config.addDataSourceProperty("ApplicationName", name);
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("loginTimeout", "5");
        config.addDataSourceProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // Of several servers in the address: which of them writes is forgotten soon, as it may change at any time.
        config.addDataSourceProperty("hostRecheckSeconds", "1");
        config.addDataSourceProperty(
                OPTIONS, TIMEOUTS + role.map(r -> " -c role=" + r).orElse(""));
        config.addDataSourceProperty("logServerErrorDetail", "false");
        return config;
    }

    @Override
    public String toString() {
        return "PoolSettings[" + name + ", " + url + ", " + user + "]";
    }
}
