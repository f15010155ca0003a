package dev.clm.api.testing;

import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.local.LocalPostgres;
import dev.clm.migrations.migrate.DatabaseLogin;
import dev.clm.secure.key.masterkey.MasterKeyFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** A PostgreSQL that stands for two configured ones, and the environment that leads there. */
public final class ConfiguredServer implements AutoCloseable {
    private final LocalPostgres postgres;
    private final Path folder;
    private final Path masterKey;

    private ConfiguredServer(LocalPostgres postgres, Path folder) {
        this.postgres = postgres;
        this.folder = folder;
        this.masterKey = newMasterKey();
    }

    /** Roles and databases are there, schemas are not. Master keys are files in `folder`. */
    public static ConfiguredServer start(Path folder) {
        LocalPostgres postgres = LocalPostgres.temporary();
        for (ClmDatabase database : ClmDatabase.values()) {
            postgres.bootstrap(database);
        }
        return new ConfiguredServer(postgres, folder);
    }

    public void migrate() {
        for (ClmDatabase database : ClmDatabase.values()) {
            postgres.migrate(database);
        }
    }

    public Path newMasterKey() {
        Path file = folder.resolve(UUID.randomUUID() + ".key");
        MasterKeyFile.create(file).close();
        return file;
    }

    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        for (ClmDatabase database : ClmDatabase.values()) {
            String prefix = "CLM_" + database + "_DB_";
            environment.put(prefix + "URL", postgres.url(database));
            put(environment, prefix, postgres.user(database));
            put(environment, prefix + "SERVICE_", postgres.service(database));
            put(environment, prefix + "OWNER_", postgres.owner(database));
            put(environment, prefix + "ADMIN_", postgres.superuser(database));
        }
        environment.put("CLM_MASTER_KEY_FILE", masterKey.toString());
        return environment;
    }

    public Map<String, String> with(String variable, String value) {
        Map<String, String> environment = environment();
        environment.put(variable, value);
        return environment;
    }

    /** As the owner. */
    public void execute(ClmDatabase database, String sql) {
        execute(postgres.owner(database), sql);
    }

    public void executeAsSuperuser(ClmDatabase database, String sql) {
        execute(postgres.superuser(database), sql);
    }

    private static void execute(DatabaseLogin login, String sql) {
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void whileChanged(ClmDatabase database, String change, String undo, Runnable work) {
        execute(database, change);
        try {
            work.run();
        } finally {
            execute(database, undo);
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
