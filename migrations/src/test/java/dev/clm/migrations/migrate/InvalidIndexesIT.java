package dev.clm.migrations.migrate;

import static dev.clm.migrations.migrate.ScratchDatabase.SCRATCH_FOLDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("M5")
class InvalidIndexesIT {
    private static final String DUPLICATES = "INSERT INTO scratch VALUES ('twice'), ('twice')";
    private static final String NO_DUPLICATES = "DELETE FROM scratch";

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
