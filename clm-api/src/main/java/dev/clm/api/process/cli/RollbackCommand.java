package dev.clm.api.process.cli;

import dev.clm.api.config.DatabaseSettings;
import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.migrate.RollbackRunner;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes migrations back by their rollback scripts, newest first (requirement M4). */
@Command(
        name = "rollback",
        description = "Take migrations of one database back, newest first. Data in dropped tables and columns is lost.",
        mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
    @Option(names = "--database", required = true, description = "${COMPLETION-CANDIDATES}")
    private ClmDatabase database;

    @Option(names = "--to", required = true, description = "The version that stays applied; 0 for an empty database")
    private String version;

    @Override
    public Integer call() {
        try (ReachableDatabases reachable = ReachableDatabases.open()) {
            DatabaseSettings settings = reachable.databases().of(database);
            RollbackRunner runner =
                    new RollbackRunner(database, settings.owner().at(settings.url()));
            List<String> rolledBack = runner.rollBackTo(version);
            System.out.println(database.databaseName() + ": "
                    + (rolledBack.isEmpty() ? "nothing above " + version : "rolled back " + rolledBack));
        }
        return 0;
    }
}
