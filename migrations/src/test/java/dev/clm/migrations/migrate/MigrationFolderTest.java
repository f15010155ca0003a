package dev.clm.migrations.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.migrations.ClmDatabase;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationFolderTest {
    private static final MigrationFolder ONE = MigrationFolder.of(
            ClmDatabase.SECURE,
            Map.of("001_init_secure_schema.sql", "SELECT 1", "001_init_secure_schema.rollback", "SELECT 2"));

    @Test
    @Tag("M1")
    void twoFilesOfOneVersionAreRefused() {
        MigrationFolder more = ONE.with(new Migration(new MigrationFileName("20261120120000", "a"), "", ""));
        assertThatThrownBy(() -> more.with("20261120120000_b.sql", ""))
                .isInstanceOf(ClmSchemaException.class)
                .hasMessage("clm_secure_db, 20261120120000_b.sql: has the same version as 20261120120000_a.sql");
    }

    @Test
    @Tag("M1")
    void fileThatFitsNoPatternIsRefused() {
        assertThatThrownBy(() -> ONE.with("2_later.sql", ""))
                .isInstanceOf(ClmSchemaException.class)
                .hasMessageContaining("clm_secure_db, 2_later.sql: the file name is neither");
    }

    @Test
    @Tag("M4")
    void migrationWithoutItsRollbackIsRefused() {
        assertThatThrownBy(() -> ONE.with("20261120120000_a.sql", ""))
                .isInstanceOf(ClmSchemaException.class)
                .hasMessageContaining("20261120120000_a.rollback")
                .hasMessageContaining("missing");
    }

    @Test
    @Tag("M4")
    void rollbackWithoutItsMigrationIsRefused() {
        assertThatThrownBy(() -> ONE.with("20261120120000_a.rollback", ""))
                .isInstanceOf(ClmSchemaException.class)
                .hasMessageContaining("20261120120000_a.sql")
                .hasMessageContaining("missing");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("M1")
    void productsOwnFoldersBeginWithTheBaseline(ClmDatabase database) {
        assertThat(MigrationFolder.of(database).migrations().get(0).name().version())
                .isEqualTo("001");
    }
}
