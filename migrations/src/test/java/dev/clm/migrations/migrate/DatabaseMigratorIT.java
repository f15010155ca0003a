package dev.clm.migrations.migrate;

import static dev.clm.migrations.migrate.ScratchDatabase.SCRATCH_FOLDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.migrations.ClmDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DatabaseMigratorIT {
    private static final String FILE = "20261120120000_change";

    /** As a provider puts them there. */
    private static final String OTHERS = "CREATE VIEW providers_view AS SELECT 1 AS id;"
            + " CREATE FUNCTION providers_function() RETURNS int LANGUAGE sql AS 'SELECT 1'";

    private final ScratchDatabase database = ScratchDatabase.create(ClmDatabase.SECURE);

    @Test
    @Tag("M2")
    void historyStandsInSchemaMigrationsAndNothingIsAppliedTwice() throws Exception {
        assertThat(database.migrator(SCRATCH_FOLDER).migrate()).isEqualTo(1);
        assertThat(database.migrator(SCRATCH_FOLDER).migrate()).isZero();
        assertThat(database.history()).containsExactly("001 true");
    }

    @Test
    @Tag("M9")
    void schemaBelongsToTheOwnerAndNoSessionOfItIsLeft() throws Exception {
        database.migrator(SCRATCH_FOLDER).migrate();
        assertThat(database.query("SELECT tableowner FROM pg_tables WHERE schemaname = 'public'"))
                .containsOnly("clm_secure_owner");
        assertThat(database.query("SELECT usename FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND usename = 'clm_secure_owner' AND state IS NOT NULL"))
                .isEmpty();
    }

    @Test
    @Tag("M3")
    void failedMigrationChangesNothingAndIsNamedWithLineAndSqlState() throws Exception {
        MigrationFolder bad = folder("ALTER TABLE scratch ADD COLUMN more text;\nSELECT * FROM no_such_table;");
        assertThatThrownBy(() -> database.migrator(bad).migrate())
                .isInstanceOf(ClmSchemaException.class)
                .hasMessage("clm_secure_db, " + FILE + ".sql: line 2: ERROR: relation \"no_such_table\" does not exist"
                        + " (SQL state 42P01)");
        assertThat(database.history()).containsExactly("001 true");
        assertThat(columns()).containsExactly("name");
    }

    @Test
    @Tag("M3")
    void changedFileStopsTheRunBeforeAnythingPendingIsApplied() throws Exception {
        database.migrator(SCRATCH_FOLDER).migrate();
        MigrationFolder changed = folder("ALTER TABLE scratch ADD COLUMN more text;")
                .with(ScratchDatabase.BASELINE + ".sql", "CREATE TABLE other ();");
        assertThatThrownBy(() -> database.migrator(changed).migrate())
                .isInstanceOf(ClmSchemaException.class)
                .hasMessageContaining(ScratchDatabase.BASELINE + ".sql: the file was changed");
        assertThat(columns()).containsExactly("name");
    }

    @Test
    @Tag("M3")
    void rowThatSaysFailedStopsTheRun() throws Exception {
        MigrationFolder folder = folder("ALTER TABLE scratch ADD COLUMN more text;");
        database.migrator(folder).migrate();
        database.execute("UPDATE schema_migrations SET success = false WHERE version <> '001'");
        assertThatThrownBy(() -> database.migrator(folder).migrate())
                .isInstanceOf(ClmSchemaException.class)
                .hasMessageContaining(FILE + ".sql: the migration failed in an earlier run");
    }

    @Test
    @Tag("M5")
    void lockThatIsNotGivenIsNamedChangesNothingAndTheRunCanBeRepeated() throws Exception {
        database.migrator(SCRATCH_FOLDER).migrate();
        MigrationFolder folder = folder("CREATE TABLE first ();\nALTER TABLE scratch ADD COLUMN more text;");
        try (Connection other = database.superuser().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE scratch IN ACCESS SHARE MODE");
            assertThatThrownBy(() -> database.migrator(folder).migrate())
                    .isInstanceOf(ClmSchemaException.class)
                    .hasMessageContaining(FILE + ".sql: line 2: ")
                    .hasMessageContaining("(SQL state 55P03)")
                    .hasMessageContaining("a lock on scratch, where process ")
                    .hasMessageContaining("(postgres) holds AccessShareLock");
        }
        assertThat(database.history()).containsExactly("001 true");
        assertThat(database.query("SELECT to_regclass('first')::text")).containsOnlyNulls();
        assertThat(database.migrator(folder).migrate()).isEqualTo(1);
        assertThat(columns()).containsExactly("name", "more");
    }

    @Test
    @Tag("M5")
    void everyStatementOfAMigrationRunsUnderBothTimeouts() throws Exception {
        database.migrator(
                        folder(
                                "CREATE TABLE timeouts AS"
                                        + " SELECT current_setting('lock_timeout') || ' ' || current_setting('statement_timeout') AS t;"))
                .migrate();
        assertThat(database.query("SELECT t FROM timeouts")).containsExactly("5s 10min");
    }

    @Test
    @Tag("M3")
    void whatOthersPutIntoTheSchemaIsNoMatter() throws Exception {
        executeAsSuperuser(OTHERS);
        assertThat(database.migrator(SCRATCH_FOLDER).check()).isTrue();
        assertThat(database.migrator(SCRATCH_FOLDER).migrate()).isEqualTo(1);
        assertThat(database.history()).containsExactly("001 true");
        assertThat(database.migrator(SCRATCH_FOLDER).check()).isFalse();
        database.verifier(SCRATCH_FOLDER).verify();
    }

    @Test
    @Tag("M3")
    void theRowOfAHistoryBegunBesideOthersIsTakenAwayAlsoAfterAKill() throws Exception {
        executeAsSuperuser(OTHERS);
        SchemaHistory.writer(database.owner(), Duration.ofSeconds(5), SCRATCH_FOLDER, Duration.ofSeconds(5))
                .baseline();
        assertThat(database.history()).containsExactly("0 true");
        assertThat(database.migrator(SCRATCH_FOLDER).check()).isTrue();
        assertThat(database.migrator(SCRATCH_FOLDER).migrate()).isEqualTo(1);
        assertThat(database.history()).containsExactly("001 true");
    }

    @Test
    @Tag("M3")
    void whatHasANameOfOursIsRefusedBeforeAnythingIsChanged() throws Exception {
        executeAsSuperuser("CREATE VIEW scratch AS SELECT 1 AS id");
        String words = "clm_secure_db: the schema public holds a relation scratch that no migration here made";
        assertThatThrownBy(() -> database.migrator(SCRATCH_FOLDER).check()).hasMessageStartingWith(words);
        assertThatThrownBy(() -> database.migrator(SCRATCH_FOLDER).migrate())
                .isInstanceOf(ClmSchemaException.class)
                .hasMessageStartingWith(words);
        assertThat(database.query("SELECT to_regclass('schema_migrations')::text"))
                .containsOnlyNulls();
    }

    private void executeAsSuperuser(String sql) throws Exception {
        try (Connection connection = database.superuser().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private MigrationFolder folder(String sql) {
        return SCRATCH_FOLDER.with(new Migration(
                MigrationFileName.parse(FILE + ".sql").orElseThrow(), sql, "SELECT 'not rolled back here'"));
    }

    private java.util.List<String> columns() throws Exception {
        return database.query("SELECT attname FROM pg_attribute WHERE attrelid = 'scratch'::regclass AND attnum > 0"
                + " ORDER BY attnum");
    }
}
