package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.local.LocalPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A bootstrapped database of its own for one test, on a server that the whole process shares. */
record ScratchDatabase(ClmDatabase database, String name) {
    static final LocalPostgres SERVER = LocalPostgres.temporary();
    static final String BASELINE = "001_init_secure_schema";

    /** One table, readable for the service's login, like its history. */
    static final MigrationFolder SCRATCH_FOLDER = MigrationFolder.of(
            ClmDatabase.SECURE,
            Map.of(
                    BASELINE + ".sql",
                    "CREATE TABLE scratch (name text NOT NULL);\nGRANT SELECT ON schema_migrations TO clm_secure_user;",
                    BASELINE + ".rollback",
                    "REVOKE SELECT ON schema_migrations FROM clm_secure_user;\nDROP TABLE scratch;"));

    private static final AtomicInteger NUMBER = new AtomicInteger();

    static ScratchDatabase create(ClmDatabase database) {
        ScratchDatabase scratch = new ScratchDatabase(database, "scratch_" + NUMBER.incrementAndGet());
        scratch.bootstrap();
        return scratch;
    }

    void bootstrap() {
        new DatabaseBootstrap(database, superuser()).run(SERVER.passwords());
    }

    DatabaseLogin owner() {
        return login(SERVER.owner(database));
    }

    DatabaseLogin user() {
        return login(SERVER.user(database));
    }

    DatabaseLogin superuser() {
        return login(SERVER.superuser(database));
    }

    DatabaseMigrator migrator(MigrationFolder folder) {
        return new DatabaseMigrator(database, owner(), folder, DatabaseMigrator.SNAPSHOT_WAIT);
    }

    SchemaVerifier verifier(MigrationFolder folder) {
        return new SchemaVerifier(database, user(), folder);
    }

    RollbackRunner rollback(MigrationFolder folder) {
        return new RollbackRunner(database, owner(), folder);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = owner().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    List<String> query(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = superuser().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    List<String> history() throws SQLException {
        return query("SELECT version || ' ' || success FROM schema_migrations ORDER BY installed_rank");
    }

    private DatabaseLogin login(DatabaseLogin sameServer) {
        return new DatabaseLogin(SERVER.url(name), sameServer.user(), sameServer.password());
    }
}
