package dev.clm.api.process.embedded;

import dev.clm.api.config.DatabaseSettings;
import dev.clm.api.config.Databases;
import dev.clm.api.config.Login;
import dev.clm.api.config.Password;
import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.local.LocalPostgres;
import dev.clm.migrations.migrate.DatabaseLogin;
import java.util.concurrent.CompletableFuture;

/**
 * The embedded PostgreSQL of a data folder, with the same databases and roles as in production (requirement M9). Who started it, the
 * service's foundation or a command, owns it and stops it after all that uses it; any thread may.
 */
public final class EmbeddedServer {
    private final DataDirectory directory;
    private final LocalPostgres postgres;

    private EmbeddedServer(DataDirectory directory, LocalPostgres postgres) {
        this.directory = directory;
        this.postgres = postgres;
    }

    /** Starts it, or refuses where another process has the folder. Roles and databases exist afterwards, not the schemas. */
    public static EmbeddedServer start(DataDirectory directory) {
        SuperuserFile superuser = new SuperuserFile(directory);
        String password = superuser.passwordWrittenFirst();
        LocalPostgres postgres = LocalPostgres.start(directory.postgres(), password);
        try {
            superuser.write(postgres.port(), password);
            for (ClmDatabase database : ClmDatabase.values()) {
                postgres.bootstrap(database);
            }
            return new EmbeddedServer(directory, postgres);
        } catch (RuntimeException | Error e) {
            postgres.stop();
            throw e;
        }
    }

    public Databases databases() {
        return new Databases(settings(ClmDatabase.SECURE), settings(ClmDatabase.CORE));
    }

    public DataDirectory directory() {
        return directory;
    }

    /** Completes when its process is gone: stopped from here, or killed. */
    public CompletableFuture<?> ended() {
        return postgres.ended();
    }

    /** One that was killed cannot be asked to stop: its process's locks of the folder end with this process. */
    public void stop() {
        if (!postgres.ended().isDone()) {
            postgres.stop();
        }
    }

    private DatabaseSettings settings(ClmDatabase database) {
        return new DatabaseSettings(
                database,
                postgres.url(database),
                login(postgres.user(database)),
                login(postgres.service(database)),
                login(postgres.owner(database)),
                login(postgres.superuser(database)));
    }

    private static Login login(DatabaseLogin generated) {
        return new Login(
                generated.user(), Password.generated("the password of " + generated.user(), generated.password()));
    }
}
