package dev.clm.migrations.migrate;

import static dev.clm.migrations.migrate.ScratchDatabase.SCRATCH_FOLDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.migrations.ClmDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("M4")
class RollbackRunnerIT {
    private static final MigrationFolder FOLDER = SCRATCH_FOLDER
            .with(migration("20261120120000", "ALTER TABLE scratch ADD b text;", "ALTER TABLE scratch DROP b;"))
            .with(migration("20261121120000", "ALTER TABLE scratch ADD c text;", "ALTER TABLE scratch DROP c;"));

    private final ScratchDatabase database = ScratchDatabase.create(ClmDatabase.SECURE);

    @Test
    void newestGoesFirstDownToTheTargetWhichStays() throws Exception {
        database.migrator(FOLDER).migrate();
        assertThat(database.rollback(FOLDER).rollBackTo("001")).containsExactly("20261121120000", "20261120120000");
        assertThat(database.history()).containsExactly("001 true");
        assertThat(database.migrator(FOLDER).pending()).hasSize(2);
    }

    @Test
    void failedScriptLeavesItsVersionAndHistoryAsTheyWere() throws Exception {
        MigrationFolder bad =
                FOLDER.with("20261120120000_step.rollback", "ALTER TABLE scratch DROP b;\nDROP TABLE no_such_table;");
        database.migrator(FOLDER).migrate();
        assertThatThrownBy(() -> database.rollback(bad).rollBackTo("001"))
                .isInstanceOf(ClmSchemaException.class)
                .hasMessageContaining("clm_secure_db, 20261120120000_step.rollback: the rollback failed")
                .hasMessageContaining("(SQL state 42P01)");
        assertThat(database.history()).containsExactly("001 true", "20261120120000 true");
        assertThat(database.query("SELECT attname FROM pg_attribute WHERE attrelid = 'scratch'::regclass"
                        + " AND attnum > 0 AND NOT attisdropped ORDER BY attnum"))
                .containsExactly("name", "b");
    }

    @Test
    void unknownTargetIsRefused() {
        database.migrator(FOLDER).migrate();
        assertThatThrownBy(() -> database.rollback(FOLDER).rollBackTo("20200101000000"))
                .isInstanceOf(ClmSchemaException.class)
                .hasMessageContaining("no migration of version 20200101000000");
    }

    @Test
    void versionOfALaterReleaseIsNotSkipped() throws Exception {
        database.migrator(FOLDER).migrate();
        assertThatThrownBy(
                        () -> database.rollback(FOLDER.upTo("20261120120000")).rollBackTo("001"))
                .isInstanceOf(ClmSchemaException.class)
                .hasMessageContaining("version 20261121120000 is applied, but");
        assertThat(database.history()).hasSize(3);
    }

    private static Migration migration(String version, String sql, String rollback) {
        return new Migration(new MigrationFileName(version, "step"), sql, rollback);
    }
}
