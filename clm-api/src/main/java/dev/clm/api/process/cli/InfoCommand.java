package dev.clm.api.process.cli;

import dev.clm.api.config.DatabaseSettings;
import dev.clm.migrations.migrate.SchemaState;
import dev.clm.migrations.migrate.SchemaVerifier;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Where both databases are and how far their schemas have come; exit 1 where one is not complete. */
@Command(
        name = "info",
        description = "Show both databases: address, schema version, pending migrations, faults.",
        mixinStandardHelpOptions = true)
final class InfoCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        boolean complete = true;
        try (ReachableDatabases reachable = ReachableDatabases.open()) {
            for (DatabaseSettings database : reachable.databases().both()) {
                complete &= show(database);
            }
        }
        return complete ? 0 : ClmCommand.REFUSED;
    }

    private static boolean show(DatabaseSettings database) {
        SchemaState state =
                new SchemaVerifier(database.database(), database.user().at(database.url())).state();
        System.out.println(database.database().databaseName() + " at " + database.url() + " as "
                + database.user().user());
        System.out.println("  version  " + (state.version() == null ? "none" : state.version()));
        System.out.println("  pending  " + (state.pending().isEmpty() ? "none" : state.pending()));
        if (!state.later().isEmpty()) {
            System.out.println("  later    " + state.later() + " of a later release, which this one can live with");
        }
        System.out.println("  faults   " + (state.faults().isEmpty() ? "none" : state.faults()));
        return state.isComplete();
    }
}
