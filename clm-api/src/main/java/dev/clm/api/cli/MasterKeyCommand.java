package dev.clm.api.cli;

import dev.clm.api.config.EnvironmentVariables;
import dev.clm.api.config.SettingsException;
import dev.clm.secure.masterkey.MasterKey;
import dev.clm.secure.masterkey.MasterKeyFile;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The master key, which is in no database (requirement K2). */
@Command(
        name = "master-key",
        description = "Make a master key.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class MasterKeyCommand {
    private static final String VARIABLE = "CLM_MASTER_KEY_FILE";

    @Command(
            name = "create",
            description = "Write a new random master key to a new file (0600); an existing file is never overwritten.",
            mixinStandardHelpOptions = true)
    int create(@Parameters(arity = "0..1", paramLabel = "FILE", description = "Default: " + VARIABLE) Path file) {
        Path target = file == null ? fromEnvironment() : file;
        try (MasterKey key = MasterKeyFile.create(target.toAbsolutePath())) {
            System.out.println(key.keyId() + " written to " + target + "; keep a copy apart from the databases");
        }
        return 0;
    }

    private static Path fromEnvironment() {
        return EnvironmentVariables.ofProcess()
                .text(VARIABLE)
                .map(Path::of)
                .orElseThrow(() -> SettingsException.of(VARIABLE, "is not set, and no FILE is given"));
    }
}
