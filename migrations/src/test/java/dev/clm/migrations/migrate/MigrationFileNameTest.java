package dev.clm.migrations.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("M1")
class MigrationFileNameTest {

    @Test
    void baselineIsVersionOne() {
        assertThat(MigrationFileName.parse("001_init_secure_schema.sql"))
                .contains(new MigrationFileName("001", "init_secure_schema"));
    }

    @Test
    void laterOnesCarryTheirTime() {
        assertThat(MigrationFileName.parse("20261120120000_add_outbox.sql"))
                .contains(new MigrationFileName("20261120120000", "add_outbox"));
    }

    @Test
    void rollbackScriptNamesTheSameMigration() {
        assertThat(MigrationFileName.parse("20261120120000_add_outbox.rollback"))
                .isEqualTo(MigrationFileName.parse("20261120120000_add_outbox.sql"));
    }

    @Test
    void baselineComesBeforeEveryTimestampAndTimestampsByTime() {
        List<String> sorted = Stream.of("20270101000000_c.sql", "001_init_secure_schema.sql", "20261120120000_b.sql")
                .map(name -> MigrationFileName.parse(name).orElseThrow())
                .sorted()
                .map(MigrationFileName::version)
                .toList();
        assertThat(sorted).containsExactly("001", "20261120120000", "20270101000000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "002_add_outbox.sql",
                "001_add_outbox.sql",
                "V1__init.sql",
                "R__views.sql",
                "20261120120000.sql",
                "20261120120000_.sql",
                "20261120_add_outbox.sql",
                "20261320120000_month_thirteen.sql",
                "20260230120000_thirtieth_of_february.sql",
                "20261120250000_hour_twenty_five.sql",
                "20261120120000_Add_Outbox.sql",
                "20261120120000_add-outbox.sql",
                "20261120120000__add_outbox.sql.bak",
                "20261120120000_add_outbox.SQL",
                "20261120120000_add_outbox.sql~",
                "README.md",
                ".sql",
                ""
            })
    void namesThatARunnerWouldSkipAreNone(String fileName) {
        assertThat(MigrationFileName.parse(fileName)).isEmpty();
    }
}
