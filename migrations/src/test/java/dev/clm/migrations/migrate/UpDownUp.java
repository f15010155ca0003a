package dev.clm.migrations.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.migrations.ClmDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Half of one database's versions for each class below, so that they run side by side. */
@Tag("M4")
abstract class UpDownUp {
    private final ClmDatabase database;
    private final boolean laterHalf;

    UpDownUp(ClmDatabase database, boolean laterHalf) {
        this.database = database;
        this.laterHalf = laterHalf;
    }

    @Test
    void everyVersionGoesUpDownAndUpAgainWithTheSameCatalog() throws Exception {
        ScratchDatabase scratch = ScratchDatabase.create(database);
        MigrationFolder all = MigrationFolder.of(database);
        List<String> versions = new ArrayList<>(List.of(RollbackRunner.EMPTY));
        all.migrations().forEach(migration -> versions.add(migration.name().version()));
        int middle = versions.size() / 2;
        int from = laterHalf ? middle : 0;
        int to = laterHalf ? versions.size() - 1 : middle;

        // An empty history is part of the catalog, too.
        scratch.migrator(all.upTo(versions.get(Math.max(from, 1)))).migrate();
        scratch.rollback(all).rollBackTo(versions.get(from));

        List<List<String>> catalogs = new ArrayList<>(List.of(CatalogDump.of(scratch)));
        for (String version : versions.subList(from + 1, to + 1)) {
            scratch.migrator(all.upTo(version)).migrate();
            catalogs.add(CatalogDump.of(scratch));
        }
        for (int i = to; i > from; i--) {
            assertThat(scratch.rollback(all).rollBackTo(versions.get(i - 1))).containsExactly(versions.get(i));
            assertThat(CatalogDump.of(scratch)).as(versions.get(i) + " down").isEqualTo(catalogs.get(i - 1 - from));
        }
        // From equal catalogs equal statements lead to equal ones, so that the last one speaks for all.
        scratch.migrator(all.upTo(versions.get(to))).migrate();
        assertThat(CatalogDump.of(scratch)).as("all up again").isEqualTo(catalogs.get(to - from));
    }
}
