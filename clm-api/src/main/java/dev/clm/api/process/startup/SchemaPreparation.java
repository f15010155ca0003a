package dev.clm.api.process.startup;

import dev.clm.api.config.DatabaseSettings;
import dev.clm.api.config.Databases;
import dev.clm.migrations.migrate.DatabaseMigrator;
import dev.clm.migrations.migrate.SchemaVerifier;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both schemas complete before anything is served (requirement M3): migrated under the owner's login, verified under the service's. */
final class SchemaPreparation {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaPreparation.class);

    private final Databases databases;

    SchemaPreparation(Databases databases) {
        this.databases = databases;
    }

    /** Both at once, as they share nothing. Returns, or throws what the first of them threw, when neither is under way any more. */
    void run(boolean migrate) {
        List<CompletableFuture<Void>> both = databases.both().stream()
                .map(database -> CompletableFuture.runAsync(
                        () -> prepare(database, migrate), task -> new Thread(task, "schema").start()))
                .toList();
        both.forEach(one -> one.exceptionally(failure -> null).join());
        both.forEach(FutureResult::result);
    }

    private static void prepare(DatabaseSettings database, boolean migrate) {
        if (migrate) {
            new DatabaseMigrator(database.database(), database.owner().at(database.url())).migrate(LOG::info);
        }
        new SchemaVerifier(database.database(), database.user().at(database.url())).verify();
    }
}
