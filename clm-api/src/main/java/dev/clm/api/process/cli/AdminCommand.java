package dev.clm.api.process.cli;

import dev.clm.api.config.ConnectionPools;
import dev.clm.api.process.embedded.OwnerOnlyFile;
import dev.clm.core.identity.administrator.FirstAdministrator;
import dev.clm.core.identity.administrator.NewAdministrator;
import dev.clm.core.identity.apikey.ApiKey;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Administrators, where nobody can log in yet. */
@Command(
        name = "admin",
        description = "Create an administrator.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class AdminCommand {

    @Command(
            name = "create",
            description =
                    "Create an administrator, and its organization where it does not exist. The API key is shown once.",
            mixinStandardHelpOptions = true)
    int create(
            @Option(names = "--username", required = true) String username,
            @Option(names = "--email", required = true) String email,
            @Option(names = "--organization", defaultValue = "default", description = "Code; default: ${DEFAULT-VALUE}")
                    String organization,
            @Option(names = "--organization-name", description = "Name of a new organization; default: its code")
                    String organizationName,
            @Option(names = "--key-file", description = "Write the API key to this new file (0600) instead of stdout")
                    Path keyFile) {
        NewAdministrator wanted = new NewAdministrator(
                organization, organizationName == null ? organization : organizationName, username, email);
        ApiKey key = ApiKey.generate();
        try (ReachableDatabases reachable = ReachableDatabases.open();
                ConnectionPools pools = ConnectionPools.open(reachable.databases())) {
            handOver(key, keyFile, () -> new FirstAdministrator(pools.coreDatabase()).create(wanted, key));
        }
        System.err.println("administrator " + username + " of " + organization + " created");
        System.out.println(keyFile == null ? key.reveal() : "API key written to " + keyFile);
        return 0;
    }

    /** The key is in its file before it is valid, and no longer there where it did not become so. */
    private static void handOver(ApiKey key, Path keyFile, Runnable creation) {
        if (keyFile == null) {
            creation.run();
            return;
        }
        OwnerOnlyFile.create(keyFile, key.reveal() + "\n");
        try {
            creation.run();
        } catch (RuntimeException failure) {
            OwnerOnlyFile.delete(keyFile);
            throw failure;
        }
    }
}
