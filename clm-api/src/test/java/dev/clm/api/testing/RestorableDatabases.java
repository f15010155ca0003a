package dev.clm.api.testing;

import dev.clm.api.config.ConnectionPools;
import dev.clm.api.config.EnvironmentVariables;
import dev.clm.api.process.startup.ServiceSettings;
import dev.clm.api.process.startup.ServiceStart;
import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.local.LocalPostgres;
import dev.clm.migrations.migrate.DatabaseLogin;
import dev.clm.secure.key.masterkey.MasterKeyFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Two databases that can be backed up and restored one by one while no service runs: a backup is a physical copy of all files
 * of the database (CREATE DATABASE … TEMPLATE), and a restore puts it in the place of the original.
 */
public final class RestorableDatabases implements AutoCloseable {
    private final LocalPostgres postgres = LocalPostgres.temporary().bootstrapAndMigrate();
    private final Path masterKey;

    public RestorableDatabases(Path folder) {
        this.masterKey = folder.resolve("master.key");
        MasterKeyFile.create(masterKey).close();
    }

    /** The service in this process, on both databases. */
    public ConfigurableApplicationContext serve(Map<String, String> more) {
        return serve(more, Clock.systemUTC());
    }

    /** One whose machine has this clock. */
    public ConfigurableApplicationContext serve(Map<String, String> more, Clock clock) {
        return new ServiceStart(settings(more), clock).start();
    }

    /** Connections under the logins the service has, without a service. */
    public ConnectionPools connect() {
        return ConnectionPools.open(settings(Map.of()).process().databases());
    }

    private ServiceSettings settings(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        for (ClmDatabase database : ClmDatabase.values()) {
            String prefix = "CLM_" + database + "_DB_";
            environment.put(prefix + "URL", postgres.url(database));
            put(environment, prefix, postgres.user(database));
            put(environment, prefix + "SERVICE_", postgres.service(database));
            put(environment, prefix + "OWNER_", postgres.owner(database));
        }
        environment.put("CLM_MASTER_KEY_FILE", masterKey.toString());
        environment.put("CLM_HTTP_PORT", "0");
        return ServiceSettings.of(new EnvironmentVariables(environment));
    }

    public static String url(ConfigurableApplicationContext service) {
        return "http://127.0.0.1:"
                + ((WebServerApplicationContext) service).getWebServer().getPort();
    }

    public void backUp(ClmDatabase database) {
        maintain("create database backup_" + database.databaseName() + " template " + database.databaseName());
    }

    public void restore(ClmDatabase database) {
        maintain("drop database " + database.databaseName() + " with (force)");
        maintain("alter database backup_" + database.databaseName() + " rename to " + database.databaseName());
        postgres.bootstrap(database);
    }

    /** The first column of the first row, as the superuser. */
    public String value(ClmDatabase database, String sql) {
        return execute(postgres.superuser(database), sql);
    }

    private void maintain(String sql) {
        DatabaseLogin superuser = postgres.superuser(ClmDatabase.CORE);
        execute(new DatabaseLogin(postgres.url("postgres"), superuser.user(), superuser.password()), sql);
    }

    private static String execute(DatabaseLogin login, String sql) {
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return null;
            }
            try (ResultSet row = statement.getResultSet()) {
                return row.next() ? row.getString(1) : null;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void put(Map<String, String> environment, String prefix, DatabaseLogin login) {
        environment.put(prefix + "USER", login.user());
        environment.put(prefix + "PASSWORD", login.password());
    }

    @Override
    public void close() {
        postgres.stop();
    }
}
