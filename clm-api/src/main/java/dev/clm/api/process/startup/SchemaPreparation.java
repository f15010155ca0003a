package dev.clm.api.process.startup;

import dev.clm.api.config.DatabaseSettings;
import dev.clm.api.config.Databases;
import dev.clm.migrations.migrate.DatabaseMigrator;
import dev.clm.migrations.migrate.SchemaVerifier;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both schemas complete before anything is served (requirement M3): migrated under the owner's login, verified under the service's. */
final class SchemaPreparation {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaPreparation.class);

    private final Databases databases;
    private final Duration snapshots;

    SchemaPreparation(Databases databases, Duration snapshots) {
        this.databases = databases;
        this.snapshots = snapshots;
    }

    /**
     * Both at once, as they share nothing; but neither is changed before both were found fit. Returns, or throws what the first of
     * them threw, when neither is under way any more.
     */
    void run(boolean migrate) {
        if (migrate) {
            List<Boolean> toDo = inBoth(database -> migrator(database).check());
            if (toDo.contains(true)) {
                inBoth(database -> migrator(database).migrate(LOG::info));
            }
        }
        inBoth(database -> {
            new SchemaVerifier(database.database(), database.user().at(database.url())).verify();
            return true;
        });
    }

    private DatabaseMigrator migrator(DatabaseSettings database) {
        return new DatabaseMigrator(database.database(), database.owner().at(database.url()), snapshots);
    }

    private <T> List<T> inBoth(Function<DatabaseSettings, T> step) {
        List<CompletableFuture<T>> both = databases.both().stream()
                .map(database -> CompletableFuture.supplyAsync(
                        () -> step.apply(database), task -> new Thread(task, "schema").start()))
                .toList();
        both.forEach(one -> one.exceptionally(failure -> null).join());
        return both.stream().map(FutureResult::result).toList();
    }
}
