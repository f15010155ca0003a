package dev.clm.api.process.cli;

import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** `clm`: exit code 0 when done, 1 when refused or faults were found, 2 when called wrongly (spec/api.md). */
@Command(
        name = "clm",
        description = "Certificate lifecycle management. Without a command: serve.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {
            ServeCommand.class,
            BootstrapCommand.class,
            MigrateCommand.class,
            RollbackCommand.class,
            InfoCommand.class,
            AdminCommand.class,
            MasterKeyCommand.class,
            IntegrityCommand.class,
            KeysCommand.class
        })
public final class ClmCommand implements Callable<Integer> {
    static final int REFUSED = 1;

    /** Output is read by machines, and sessions are in UTC: neither depends on where the process stands. */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return new CommandLine(new ClmCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(ClmCommand::runUnlessUnmatched)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("clm: " + FailureMessage.of(failure));
                    return REFUSED;
                })
                .execute(arguments);
    }

    /** With --help the parser forgives a command that does not exist; a script that asks for it should not. */
    private static int runUnlessUnmatched(ParseResult parsed) {
        for (ParseResult part = parsed; part != null; part = part.subcommand()) {
            if (!part.unmatched().isEmpty()) {
                throw new UnmatchedArgumentException(part.commandSpec().commandLine(), part.unmatched());
            }
        }
        return new RunLast().execute(parsed);
    }

    @Override
    public Integer call() {
        return new ServeCommand().call();
    }
}
