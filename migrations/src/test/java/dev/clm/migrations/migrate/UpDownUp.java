package dev.clm.migrations.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.migrations.ClmDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One class for each database below, so that they run side by side. */
@Tag("M4")
abstract class UpDownUp {
    private final ClmDatabase database;

    UpDownUp(ClmDatabase database) {
        this.database = database;
    }

    @Test
    void everyVersionGoesUpDownAndUpAgainWithTheSameCatalog() throws Exception {
        ScratchDatabase scratch = ScratchDatabase.create(database);
        MigrationFolder all = MigrationFolder.of(database);
        List<String> versions = new ArrayList<>(List.of(RollbackRunner.EMPTY));
        all.migrations().forEach(migration -> versions.add(migration.name().version()));

        // An empty history is part of the catalog, too.
        scratch.migrator(all.upTo("001")).migrate();
        scratch.rollback(all).rollBackTo(RollbackRunner.EMPTY);

        List<List<String>> catalogs = new ArrayList<>(List.of(CatalogDump.of(scratch)));
        for (String version : versions.subList(1, versions.size())) {
            scratch.migrator(all.upTo(version)).migrate();
            catalogs.add(CatalogDump.of(scratch));
        }
        for (int i = versions.size() - 1; i > 0; i--) {
            assertThat(scratch.rollback(all).rollBackTo(versions.get(i - 1))).containsExactly(versions.get(i));
            assertThat(CatalogDump.of(scratch)).as(versions.get(i) + " down").isEqualTo(catalogs.get(i - 1));
        }
        for (int i = 1; i < versions.size(); i++) {
            scratch.migrator(all.upTo(versions.get(i))).migrate();
            assertThat(CatalogDump.of(scratch))
                    .as(versions.get(i) + " up again")
                    .isEqualTo(catalogs.get(i));
        }
    }
}
