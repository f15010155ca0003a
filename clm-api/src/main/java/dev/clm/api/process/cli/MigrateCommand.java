package dev.clm.api.process.cli;

import dev.clm.api.config.DatabaseSettings;
import dev.clm.api.config.Settings;
import dev.clm.api.process.startup.ServiceSettings;
import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.migrate.DatabaseMigrator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Applies pending migrations under the owners' logins (requirements M2, M3, M5). It takes no backup by itself. */
@Command(
        name = "migrate",
        description = "Apply pending migrations. Take a backup first: this release takes none by itself.",
        mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {
    @Option(names = "--database", description = "Only this one: ${COMPLETION-CANDIDATES}")
    private ClmDatabase only;

    @Option(names = "--dry-run", description = "Show what would be applied, and apply nothing")
    private boolean dryRun;

    @Option(names = "--without-backup", description = "Migrate although no backup is taken")
    private boolean withoutBackup;

    @Override
    public Integer call() {
        Settings settings = ServiceSettings.ofProcess().process();
        try (ReachableDatabases reachable = ReachableDatabases.open()) {
            Map<String, DatabaseMigrator> migrators = new LinkedHashMap<>();
            for (DatabaseSettings database : reachable.databases().chosen(only)) {
                migrators.put(
                        database.database().databaseName(),
                        new DatabaseMigrator(
                                database.database(), database.owner().at(database.url()), settings.snapshotWait()));
            }
            migrators.values().forEach(DatabaseMigrator::check);
            migrators.forEach(this::migrate);
        }
        return 0;
    }

    private void migrate(String name, DatabaseMigrator migrator) {
        if (dryRun) {
            List<String> pending = migrator.pending();
            System.out.println(name + ": " + (pending.isEmpty() ? "nothing pending" : "would apply " + pending));
        } else {
            System.out.println(name + ": " + migrator.migrate(MigrateCommand::tell)
                    + " migrations applied, schema verified" + (withoutBackup ? ", no backup taken" : ""));
        }
    }

    /** What it waits for; standard output is for what was done. */
    private static void tell(String step) {
        System.err.println(step);
    }
}
