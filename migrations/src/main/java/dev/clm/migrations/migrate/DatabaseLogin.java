package dev.clm.migrations.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * An address, a role and its password.
 *
 * @param url JDBC address without credentials
 */
public record DatabaseLogin(String url, String user, String password) {
    private static final int CONNECT_TIMEOUT_SECONDS = 5;
    private static final String APPLICATION_NAME = "clm-migrate";

    public DatabaseLogin {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
    }

    public Connection connect() throws SQLException {
        return dataSource().getConnection();
    }

    /** A connection to another database of the same server. */
    Connection connectTo(String database) throws SQLException {
        PGSimpleDataSource source = dataSource();
        source.setDatabaseName(database);
        return source.getConnection();
    }

    /** The database that the address names. */
    String databaseName() {
        return dataSource().getDatabaseName();
    }

    /** A connection on which every statement gives up on a lock after 5 s and at all after `statementTimeout` (requirement M5). */
    Connection connect(Duration statementTimeout) throws SQLException {
        PGSimpleDataSource source = dataSource();
        source.setOptions(options(statementTimeout));
        return source.getConnection();
    }

    /** The driver's properties for such connections, login left out. */
    Map<String, String> properties(Duration statementTimeout) {
        return Map.of(
                PGProperty.OPTIONS.getName(),
                options(statementTimeout),
                PGProperty.CONNECT_TIMEOUT.getName(),
                Integer.toString(CONNECT_TIMEOUT_SECONDS),
                PGProperty.LOGIN_TIMEOUT.getName(),
                Integer.toString(CONNECT_TIMEOUT_SECONDS),
                PGProperty.TCP_KEEP_ALIVE.getName(),
                "true",
                PGProperty.APPLICATION_NAME.getName(),
                APPLICATION_NAME,
                PGProperty.LOG_SERVER_ERROR_DETAIL.getName(),
                "false");
    }

    /** What the address asks of a session, and the time-outs. */
    String options(Duration statementTimeout) {
        String given = dataSource().getOptions();
        return (given == null ? "" : given + " ") + "-c lock_timeout=5s -c statement_timeout="
                + statementTimeout.toMillis();
    }

    private PGSimpleDataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
        source.setLoginTimeout(CONNECT_TIMEOUT_SECONDS);
        source.setTcpKeepAlive(true);
        source.setApplicationName(APPLICATION_NAME);
        source.setLogServerErrorDetail(false);
        return source;
    }

    @Override
    public String toString() {
        return user + " at " + url.replaceFirst("\\?.*", "");
    }
}
