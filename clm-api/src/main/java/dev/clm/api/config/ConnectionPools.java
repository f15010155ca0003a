package dev.clm.api.config;

import com.zaxxer.hikari.HikariDataSource;
import dev.clm.common.database.Outage;
import dev.clm.common.database.PoolSettings;
import dev.clm.common.database.SqlState;
import dev.clm.core.database.CoreDatabase;
import dev.clm.secure.database.SecureDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The pools of a running service (requirement C1); all start empty and fill on demand. The context, or the command that opened
 * them, owns them and closes them after all that was made of them. Any thread may borrow.
 */
public record ConnectionPools(
        HikariDataSource secure,
        HikariDataSource secureService,
        HikariDataSource secureListening,
        HikariDataSource core,
        HikariDataSource coreService,
        HikariDataSource coreListening,
        HikariDataSource credentials,
        Optional<HikariDataSource> coreSearch)
        implements AutoCloseable {
    private static final String UNBOUND = """
            select me.rolname, case when me.rolsuper then 'it is a superuser' when me.rolbypassrls then 'it has BYPASSRLS'
                else 'it is a member of ' || other.rolname end
              from pg_roles me left join pg_roles other on other.oid <> me.oid and pg_has_role(me.oid, other.oid, 'MEMBER')
                and (other.rolname like 'clm\\_%\\_service' or other.rolname like 'clm\\_%\\_owner'
                  or other.rolname = 'clm_backup' or other.rolbypassrls or other.rolsuper)
              where me.rolname = current_user and (me.rolsuper or me.rolbypassrls or other.oid is not null) limit 1""";

    /** For a command, which says itself what it cannot reach. */
    public static ConnectionPools open(Databases databases) {
        return new ConnectionPools(
                databases.secure().userPool().open(),
                databases.secure().servicePool().open(),
                databases.secure().listeningPool().open(),
                databases.core().userPool().open(),
                databases.core().servicePool().open(),
                databases.core().listeningPool().open(),
                databases.core().credentialPool().open(),
                Optional.empty());
    }

    /** For a service, whose log tells when a database is away, and for how long. */
    public static ConnectionPools openWatched(Databases databases) {
        Outage secure = new Outage(databases.secure().database().databaseName());
        Outage core = new Outage(databases.core().database().databaseName());
        HikariDataSource requests = databases.core().userPool().open(core);
        return new ConnectionPools(
                databases.secure().userPool().open(secure),
                databases.secure().servicePool().open(secure),
                databases.secure().listeningPool().open(secure),
                requests,
                databases.core().servicePool().open(core),
                databases.core().listeningPool().open(core),
                databases.core().credentialPool().open(core),
                databases
                        .search()
                        .map(search -> search.searchPool()
                                .openReading(new Outage("the server of searches"), systemIdentifier(requests))));
    }

    private static String systemIdentifier(HikariDataSource pool) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(PoolSettings.SYSTEM_IDENTIFIER)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw SettingsException.of(
                    DatabaseVariables.SEARCH_URL,
                    "cannot be told from another server: "
                            + SqlState.innermost(e).getMessage());
        }
    }

    /** Refuses a login of requests that row-level security does not bind: by itself, or as a member of a role that sees every tenant. */
    public void requireBoundTenants() {
        requireBound(DatabaseVariables.SECURE_URL, secure);
        requireBound(DatabaseVariables.CORE_URL, core);
    }

    private static void requireBound(String variable, HikariDataSource pool) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(UNBOUND)) {
            if (row.next()) {
                throw SettingsException.of(
                        variable,
                        "is used as " + row.getString(1) + ", whom row-level security does not bind: "
                                + row.getString(2));
            }
        } catch (SQLException e) {
            throw SettingsException.of(
                    variable,
                    "does not tell what its login may do: "
                            + SqlState.innermost(e).getMessage());
        }
    }

    /** Refuses poolers that take away what the service counts on: time-outs, roles, sessions of its own. */
    public void requireOwnSessions() {
        require(DatabaseVariables.SECURE_URL, secure, secureService, secureListening);
        require(DatabaseVariables.CORE_URL, core, coreService, coreListening, credentials);
        coreSearch.ifPresent(pool -> requireWhereThere(DatabaseVariables.SEARCH_URL, pool));
    }

    /** A server without which the service can do is no reason not to start. */
    private static void requireWhereThere(String variable, HikariDataSource pool) {
        try (Connection connection = pool.getConnection()) {
            if (!connection.isValid(1)) {
                return;
            }
        } catch (SQLException away) {
            return;
        }
        require(variable, pool);
    }

    private static void require(String variable, HikariDataSource... pools) {
        for (HikariDataSource pool : pools) {
            try {
                PoolSettings.fault(pool).ifPresent(fault -> {
                    throw SettingsException.of(variable, fault);
                });
            } catch (SQLException e) {
                SQLException failure = SqlState.innermost(e);
                throw SettingsException.of(
                        variable,
                        "gives " + pool.getPoolName() + " no session: " + failure.getMessage() + " (SQL state "
                                + failure.getSQLState() + ")");
            }
        }
    }

    public SecureDatabase secureDatabase() {
        return new SecureDatabase(secure, secureService);
    }

    public CoreDatabase coreDatabase() {
        return new CoreDatabase(core, coreService, coreSearch);
    }

    /** The same for the look-up of credentials alone. */
    public CoreDatabase credentialDatabase() {
        return new CoreDatabase(core, credentials);
    }

    public List<HikariDataSource> all() {
        Stream<HikariDataSource> always =
                Stream.of(secure, secureService, secureListening, core, coreService, coreListening, credentials);
        return Stream.concat(always, coreSearch.stream()).toList();
    }

    @Override
    public void close() {
        all().forEach(HikariDataSource::close);
    }
}
