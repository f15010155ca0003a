package dev.clm.migrations.migrate;

import static dev.clm.migrations.migrate.ScratchDatabase.SCRATCH_FOLDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.clm.migrations.ClmDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

@Tag("M5")
class InvalidIndexesIT {
    private static final String DUPLICATES = "INSERT INTO scratch VALUES ('twice'), ('twice')";
    private static final String NO_DUPLICATES = "DELETE FROM scratch";

    private static final int BEYOND_THE_LOCK_TIMEOUT = 6;

    private final ScratchDatabase database = ScratchDatabase.create(ClmDatabase.SECURE);

    @BeforeEach
    void migrate() {
        database.migrator(SCRATCH_FOLDER).migrate();
    }

    @Test
    void indexIsBuiltConcurrentlyWithoutWaitingForTheMigrationLock() throws Exception {
        assertThat(database.migrator(folder("IF NOT EXISTS")).migrate()).isEqualTo(1);
        assertThat(validity()).containsExactly("idx_scratch_name true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "IF NOT EXISTS"})
    void failedBuildCanBeRunAgain(String guard) throws Exception {
        database.execute(DUPLICATES);
        assertThatThrownBy(() -> database.migrator(folder(guard)).migrate())
                .isInstanceOf(ClmSchemaException.class)
                .hasMessageContaining("20261120120000_index.sql: line 1: ")
                .hasMessageContaining("(SQL state 23505)");
        assertThat(validity()).containsExactly("idx_scratch_name false");
        assertThat(database.history()).containsExactly("001 true", "20261120120000 false");

        database.execute(NO_DUPLICATES);
        database.migrator(folder(guard)).migrate();
        assertThat(validity()).containsExactly("idx_scratch_name true");
        assertThat(database.history()).containsExactly("001 true", "20261120120000 true");
    }

    @Test
    void leftoverThatNoPendingMigrationBuildsIsRebuilt() throws Exception {
        database.execute(DUPLICATES);
        assertThatThrownBy(() -> database.execute("CREATE UNIQUE INDEX CONCURRENTLY idx_by_hand ON scratch (name)"))
                .isInstanceOf(SQLException.class);
        assertThat(validity()).containsExactly("idx_by_hand false");

        database.execute(NO_DUPLICATES);
        database.migrator(SCRATCH_FOLDER).migrate();
        assertThat(validity()).containsExactly("idx_by_hand true");
    }

    @Test
    void buildWaitsForAnOlderSnapshotLongerThanForALockAndTellsWhose() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        try (Connection backup = snapshot()) {
            CompletableFuture<Integer> run = CompletableFuture.supplyAsync(
                    () -> database.migrator(folder("IF NOT EXISTS")).migrate(told::add));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> told.stream().anyMatch(step -> step.contains("waits for the end of the snapshot")));
            assertThat(told)
                    .anySatisfy(step -> assertThat(step)
                            .startsWith("clm_secure_db: waits for the end of the snapshot of process " + pid(backup)
                                    + " (a-backup)"));
            TimeUnit.SECONDS.sleep(BEYOND_THE_LOCK_TIMEOUT);
            assertThat(run).isNotDone();
            backup.rollback();
            assertThat(run.get(1, TimeUnit.MINUTES)).isEqualTo(1);
        }
        assertThat(validity()).containsExactly("idx_scratch_name true");
    }

    @Test
    void buildThatGaveUpSaysForWhomItWaitedAndTheNextRunHealsIt() throws Exception {
        MigrationFolder folder = folder("IF NOT EXISTS");
        try (Connection backup = snapshot()) {
            DatabaseMigrator hasty =
                    new DatabaseMigrator(ClmDatabase.SECURE, database.owner(), folder, Duration.ofSeconds(3));
            assertThatThrownBy(hasty::migrate)
                    .isInstanceOf(ClmSchemaException.class)
                    .hasMessageContaining("20261120120000_index.sql: line 1: ")
                    .hasMessageContaining("the snapshot of process " + pid(backup) + " (a-backup)")
                    .hasMessageContaining("run migrate again");
            assertThat(validity()).containsExactly("idx_scratch_name false");
            assertThatThrownBy(() -> database.verifier(folder).verify())
                    .isInstanceOf(ClmSchemaException.class)
                    .hasMessageContaining("20261120120000_index.sql: was interrupted; run migrate");
            assertThat(database.migrator(folder).check()).isTrue();
            backup.rollback();
        }
        assertThat(database.migrator(folder).migrate()).isEqualTo(1);
        assertThat(validity()).containsExactly("idx_scratch_name true");
        database.verifier(folder).verify();
    }

    /** As pg_dump holds one. */
    private Connection snapshot() throws SQLException {
        Connection connection = database.superuser().connect();
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET application_name = 'a-backup'");
            statement.execute("SELECT count(*) FROM pg_class");
        }
        return connection;
    }

    private static int pid(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    private static MigrationFolder folder(String guard) {
        return SCRATCH_FOLDER.with(new Migration(
                new MigrationFileName("20261120120000", "index"),
                "CREATE UNIQUE INDEX CONCURRENTLY " + guard + " idx_scratch_name ON scratch (name);",
                "DROP INDEX IF EXISTS idx_scratch_name;"));
    }

    private List<String> validity() throws SQLException {
        return database.query("SELECT indexrelid::regclass || ' ' || indisvalid FROM pg_index"
                + " WHERE indrelid = 'scratch'::regclass");
    }
}
