package dev.clm.migrations.local;

import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.migrate.DatabaseBootstrap;
import dev.clm.migrations.migrate.DatabaseLogin;
import dev.clm.migrations.migrate.DatabaseMigrator;
import dev.clm.migrations.migrate.RolePasswords;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * A real PostgreSQL that needs nothing installed. {@link #start} keeps its data, also through kill -9; {@link #temporary}
 * trades that for speed. Every login needs a password (SCRAM); it listens on the loopback address only.
 */
public final class LocalPostgres implements AutoCloseable {
    private static final String SUPERUSER = "postgres";

    private final RunningServer server;
    private final String superuserPassword;
    private final RolePasswords passwords = RolePasswords.generated();

    private LocalPostgres(RunningServer server, String superuserPassword) {
        this.server = server;
        this.superuserPassword = superuserPassword;
    }

    /**
     * The durable server of a folder, which is created when it is missing. Who starts it stops it: no shutdown hook does.
     *
     * @param superuserPassword set when the folder is created, and the same at every later start
     */
    public static LocalPostgres start(Path folder, String superuserPassword) {
        return new LocalPostgres(PostgresFolder.start(folder, superuserPassword), superuserPassword);
    }

    /** An empty server for tests and code generation that is gone with this process. */
    public static LocalPostgres temporary() {
        String password =
                RolePasswords.generated().of(ClmDatabase.SECURE.owner()).orElseThrow();
        return new LocalPostgres(TemporaryServer.start(password), password);
    }

    /** One temporary server per process, with both databases migrated. Tests that share it keep to organizations of their own. */
    public static LocalPostgres shared() {
        return Shared.MIGRATED;
    }

    /** Roles, databases and migrations; with what is there already it only checks, and sets the passwords. */
    public LocalPostgres bootstrapAndMigrate() {
        for (ClmDatabase database : ClmDatabase.values()) {
            bootstrap(database);
            migrate(database);
        }
        return this;
    }

    public void bootstrap(ClmDatabase database) {
        new DatabaseBootstrap(database, superuser(database)).run(passwords);
    }

    public void migrate(ClmDatabase database) {
        new DatabaseMigrator(database, owner(database)).migrate();
    }

    public int port() {
        return server.port();
    }

    /** JDBC address without credentials. */
    public String url(ClmDatabase database) {
        return url(database.databaseName());
    }

    public String url(String databaseName) {
        return "jdbc:postgresql://localhost:" + port() + "/" + databaseName;
    }

    /** New ones at every start: bootstrap sets them. */
    public RolePasswords passwords() {
        return passwords;
    }

    public DatabaseLogin owner(ClmDatabase database) {
        return login(database, database.owner());
    }

    public DatabaseLogin user(ClmDatabase database) {
        return login(database, database.user());
    }

    public DatabaseLogin service(ClmDatabase database) {
        return login(database, database.service());
    }

    public DatabaseLogin superuser(ClmDatabase database) {
        return new DatabaseLogin(url(database), SUPERUSER, superuserPassword);
    }

    /** Completes when the process of a durable server is gone: stopped by this, or killed by somebody else. */
    public CompletableFuture<?> ended() {
        return server.ended();
    }

    /** Ends all sessions and stops the server; once is enough. */
    public void stop() {
        server.stop();
    }

    @Override
    public void close() {
        stop();
    }

    private DatabaseLogin login(ClmDatabase database, String role) {
        return new DatabaseLogin(url(database), role, passwords.of(role).orElseThrow());
    }

    private static final class Shared {
        static final LocalPostgres MIGRATED = temporary().bootstrapAndMigrate();
    }
}
