package dev.clm.api.process.cli;

import dev.clm.api.config.ConnectionPools;
import dev.clm.api.coordination.sweep.SweepSettings;
import dev.clm.api.process.startup.ServiceSettings;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps the two databases true to each other (requirement X5). */
@Command(
        name = "integrity",
        description = "Compare the two databases.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class IntegrityCommand {

    @Command(
            name = "ignore",
            description = "Acknowledge faults that stay: a certificate that a restore lost, once it is replaced.",
            mixinStandardHelpOptions = true)
    int ignore(
            @Parameters(paramLabel = "FINDING", arity = "1..*", description = "Ids of findings, as a run shows them")
                    List<UUID> findings) {
        return beside(sweep -> sweep.ignore(findings, System.out));
    }

    @Command(
            name = "run",
            description = "Look for orphans and for copies that disagree; exit 1 where some are left.",
            mixinStandardHelpOptions = true)
    int run(@Option(names = "--repair", description = "Repair what has stood for the grace period") boolean repair) {
        return beside(sweep -> sweep.run(repair, System.out, System.err));
    }

    private static int beside(Predicate<CommandLineSweep> work) {
        SweepSettings settings = ServiceSettings.ofProcess().of(SweepSettings.class);
        try (ReachableDatabases reachable = ReachableDatabases.openBesideService();
                ConnectionPools pools = ConnectionPools.open(reachable.databases())) {
            return work.test(CommandLineSweep.of(pools, settings.grace())) ? 0 : ClmCommand.REFUSED;
        }
    }
}
