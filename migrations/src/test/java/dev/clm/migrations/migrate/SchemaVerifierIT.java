package dev.clm.migrations.migrate;

import static dev.clm.migrations.migrate.ScratchDatabase.BASELINE;
import static dev.clm.migrations.migrate.ScratchDatabase.SCRATCH_FOLDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.migrations.ClmDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("M3")
class SchemaVerifierIT {
    private static final MigrationFolder TWO = SCRATCH_FOLDER.with(later("20261120120000", "second"));
    private static final MigrationFolder THREE = TWO.with(later("20261121120000", "third"));

    private final ScratchDatabase database = ScratchDatabase.create(ClmDatabase.SECURE);

    @BeforeEach
    void migrate() {
        database.migrator(TWO).migrate();
    }

    @Test
    void completeSchemaPassesUnderTheServicesOwnLogin() {
        assertThatCode(database.verifier(TWO)::verify).doesNotThrowAnyException();
        assertThat(database.verifier(TWO).state().version()).isEqualTo("20261120120000");
    }

    @Test
    void pendingMigrationIsRefusedAndNotApplied() throws Exception {
        refused(THREE, "20261121120000_third.sql: the migration is pending");
        assertThat(database.history()).hasSize(2);
    }

    @Test
    void changedMigrationIsRefused() {
        refused(
                TWO.with("20261120120000_second.sql", "SELECT 'changed'"),
                "20261120120000_second.sql: the file was changed");
    }

    @Test
    void missingMigrationIsRefused() {
        MigrationFolder without = SCRATCH_FOLDER.with(later("20261121120000", "third"));
        database.migrator(THREE).migrate();
        refused(without, "20261120120000_second.sql: the migration was applied, but its file is missing");
    }

    @Test
    @Tag("M7")
    void migrationOfALaterReleaseIsLivedWithAndTold() {
        assertThatCode(database.verifier(SCRATCH_FOLDER)::verify).doesNotThrowAnyException();
        assertThat(database.verifier(SCRATCH_FOLDER).state().later()).containsExactly("20261120120000_second.sql");
        assertThat(database.migrator(SCRATCH_FOLDER).migrate()).as("migrated").isZero();
    }

    @Test
    @Tag("M7")
    void migrationThatContractsIsRefusedByReleasesFromBeforeIt() {
        database.migrator(TWO.with(later("20261121120000", "second_contract"))).migrate();
        refused(TWO, "20261121120000_second_contract.sql: the migration was applied by a later release");
        assertThatThrownBy(database.migrator(TWO)::migrate).hasMessageContaining("start the later release");
    }

    @Test
    @Tag("M7")
    void migrationOfALaterReleaseThatFailedIsRefused() throws Exception {
        database.execute("UPDATE schema_migrations SET success = false WHERE version = '20261120120000'");
        refused(SCRATCH_FOLDER, "20261120120000_second.sql: the migration was applied by a later release");
    }

    @Test
    void overtakenMigrationIsRefused() {
        refused(
                TWO.with(later("20261101120000", "between")),
                "20261101120000_between.sql: the migration was never applied");
    }

    @Test
    void failedMigrationIsRefused() throws Exception {
        database.execute("UPDATE schema_migrations SET success = false WHERE version = '001'");
        refused(TWO, BASELINE + ".sql: the migration failed in an earlier run");
    }

    @Test
    void emptyDatabaseIsRefused() {
        ScratchDatabase empty = ScratchDatabase.create(ClmDatabase.SECURE);
        assertThatThrownBy(empty.verifier(TWO)::verify)
                .isInstanceOf(ClmSchemaException.class)
                .hasMessage("clm_secure_db, " + BASELINE + ".sql: the migration is pending, with 1 after it");
    }

    @Test
    void historyThatTheServiceMayNotReadIsRefusedWithTheSqlState() throws Exception {
        database.execute("REVOKE ALL ON schema_migrations FROM clm_secure_user");
        refused(TWO, "(SQL state 42501)");
    }

    @Test
    void unreachableDatabaseIsRefusedWithoutThePassword() {
        DatabaseLogin nowhere =
                new DatabaseLogin("jdbc:postgresql://localhost:1/clm_secure_db", "clm_secure_user", "s3cret");
        assertThatThrownBy(new SchemaVerifier(ClmDatabase.SECURE, nowhere, TWO)::verify)
                .isInstanceOf(ClmSchemaException.class)
                .hasMessageContaining(
                        "clm_secure_db: as clm_secure_user at jdbc:postgresql://localhost:1/clm_secure_db: ")
                .hasMessageContaining("(SQL state 08001)")
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @EnumSource
    void productsOwnSchemaPassesUnderTheServicesOwnLogin(ClmDatabase which) {
        ScratchDatabase real = ScratchDatabase.create(which);
        MigrationFolder folder = MigrationFolder.of(which);
        real.migrator(folder).migrate();
        assertThatCode(real.verifier(folder)::verify).doesNotThrowAnyException();
    }

    private void refused(MigrationFolder folder, String reason) {
        assertThatThrownBy(database.verifier(folder)::verify)
                .isInstanceOf(ClmSchemaException.class)
                .hasMessageStartingWith("clm_secure_db")
                .hasMessageContaining(reason);
    }

    private static Migration later(String version, String description) {
        return new Migration(new MigrationFileName(version, description), "SELECT 1", "SELECT 1");
    }
}
