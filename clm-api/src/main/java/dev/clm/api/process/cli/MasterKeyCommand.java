package dev.clm.api.process.cli;

import dev.clm.api.config.ConnectionPools;
import dev.clm.api.config.EnvironmentVariables;
import dev.clm.api.config.Settings;
import dev.clm.api.config.SettingsException;
import dev.clm.api.process.startup.ServiceSettings;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.key.encryptionkey.MasterKeyRotation;
import dev.clm.secure.key.masterkey.MasterKey;
import dev.clm.secure.key.masterkey.MasterKeyCheck;
import dev.clm.secure.key.masterkey.MasterKeyFile;
import dev.clm.secure.key.masterkey.MasterKeySettings;
import dev.clm.secure.key.masterkey.MasterKeys;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The master key, which is in no database (requirement K2). */
@Command(
        name = "master-key",
        description = "Make a master key, or change to the next.",
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

    @Command(
            name = "rotate",
            description =
                    "Wrap every data key by the next master key (CLM_NEXT_MASTER_KEY…). Can be run again at any time;"
                            + " running instances need both keys.",
            mixinStandardHelpOptions = true)
    int rotate(@Option(names = "--dry-run", description = "Only say what would be done") boolean dryRun) {
        Settings settings = ServiceSettings.ofProcess().process();
        try (ReachableDatabases reachable = ReachableDatabases.open();
                ConnectionPools pools = ConnectionPools.open(reachable.databases());
                MasterKeys keys = MasterKeySettings.loadAll(reachable.masterKeyVariables(settings))) {
            new MasterKeyCheck(keys).verifyOrInitialise(pools.secureDatabase());
            MasterKeyRotation rotation = new MasterKeyRotation(pools.secureDatabase(), keys);
            return report(dryRun ? rotation.preview() : rotation.run(Actor.platform()), dryRun);
        }
    }

    private static int report(MasterKeyRotation.Outcome outcome, boolean dryRun) {
        String way = "from " + outcome.oldKeyId() + " to " + outcome.newKeyId();
        if (dryRun) {
            System.out.println("would rewrap " + outcome.remaining() + " data keys " + way);
            return 0;
        }
        System.out.println(outcome.rewrapped() + " data keys rewrapped " + way);
        if (!outcome.done()) {
            System.err.println("clm: " + outcome.remaining() + " data keys do not open; keep " + outcome.oldKeyId());
            return ClmCommand.REFUSED;
        }
        System.out.println(outcome.oldKeyId() + " is retired; set CLM_MASTER_KEY… to the new one and restart");
        return 0;
    }

    private static Path fromEnvironment() {
        return EnvironmentVariables.ofProcess()
                .text(VARIABLE)
                .map(Path::of)
                .orElseThrow(() -> SettingsException.of(VARIABLE, "is not set, and no FILE is given"));
    }
}
