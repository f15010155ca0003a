package dev.clm.migrations.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * An address, a role and its password.
 *
 * @param url JDBC address without credentials
 */
public record DatabaseLogin(String url, String user, String password) {
    private static final int CONNECT_TIMEOUT_SECONDS = 5;

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

    /** Every statement gives up on a lock after 5 s and at all after `statementTimeout` (requirement M5). */
    PGSimpleDataSource withTimeouts(Duration statementTimeout) {
        PGSimpleDataSource source = dataSource();
        String given = source.getOptions() == null ? "" : source.getOptions() + " ";
        source.setOptions(given + "-c lock_timeout=5s -c statement_timeout=" + statementTimeout.toMillis());
        return source;
    }

    private PGSimpleDataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
        source.setLoginTimeout(CONNECT_TIMEOUT_SECONDS);
        source.setTcpKeepAlive(true);
        source.setApplicationName("clm-migrate");
        source.setLogServerErrorDetail(false);
        return source;
    }

    @Override
    public String toString() {
        return user + " at " + url.replaceFirst("\\?.*", "");
    }
}
