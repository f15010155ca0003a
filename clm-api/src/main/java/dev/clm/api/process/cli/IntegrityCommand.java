package dev.clm.api.process.cli;

import dev.clm.api.config.ConnectionPools;
import dev.clm.api.coordination.sweep.SweepSettings;
import dev.clm.api.process.startup.ServiceSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Keeps the two databases true to each other (requirement X5). */
@Command(
        name = "integrity",
        description = "Compare the two databases.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class IntegrityCommand {

    @Command(
            name = "run",
            description = "Look for orphans and for copies that disagree; exit 1 where some are left.",
            mixinStandardHelpOptions = true)
    int run(@Option(names = "--repair", description = "Repair what has stood for the grace period") boolean repair) {
        SweepSettings settings = ServiceSettings.ofProcess().of(SweepSettings.class);
        try (ReachableDatabases reachable = ReachableDatabases.openBesideService();
                ConnectionPools pools = ConnectionPools.open(reachable.databases())) {
            boolean clean = CommandLineSweep.of(pools, settings.grace()).run(repair, System.out, System.err);
            return clean ? 0 : ClmCommand.REFUSED;
        }
    }
}
