package dev.clm.api.process.cli;

import dev.clm.api.config.SecretSettings;
import dev.clm.api.config.Settings;
import dev.clm.api.process.startup.ServiceSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Data keys of a running service, over its REST API: the service does the work, and its audit log names who asked. */
@Command(
        name = "keys",
        description = "Rotate data keys.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class KeysCommand {
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final String KEY_ID_PREFIX = "data-";

    @Command(
            name = "rotate",
            description = "Rotate a data key of a running service, and show how far it is. The rotation goes on"
                    + " when this command is ended.",
            mixinStandardHelpOptions = true)
    int rotate(
            @Parameters(paramLabel = "KEY", description = "id or key_id of the key") String key,
            @Option(
                            names = "--type",
                            defaultValue = "manual",
                            description = "manual, emergency or compromise; default: ${DEFAULT-VALUE}")
                    String type,
            @Option(
                            names = "--reason",
                            defaultValue = "from the command line",
                            description = "Default: ${DEFAULT-VALUE}")
                    String reason,
            @Option(
                            names = "--url",
                            description = "Address of the service; default: from CLM_HTTP_ADDRESS and CLM_HTTP_PORT")
                    String url,
            @Option(
                            names = "--api-key-file",
                            description = "File with the API key; default: admin-api-key in CLM_DATA_DIR")
                    Path apiKeyFile) {
        Settings settings = ServiceSettings.ofProcess().process();
        RotationClient client = new RotationClient(
                url == null
                        ? "http://" + settings.http().address() + ":"
                                + settings.http().port()
                        : url,
                apiKey(apiKeyFile == null ? settings.dataDirectory().resolve("admin-api-key") : apiKeyFile));
        JsonNode rotation =
                client.start(key.startsWith(KEY_ID_PREFIX) ? key.substring(KEY_ID_PREFIX.length()) : key, type, reason);
        System.err.println("rotation " + rotation.path("id").asString());
        JsonNode end = follow(client, rotation);
        System.err.println();
        System.out.println(end.path("rotation_status").asString()
                + (end.path("error_message").isNull()
                        ? ""
                        : ": " + end.path("error_message").asString()));
        return "completed".equals(end.path("rotation_status").asString()) ? 0 : ClmCommand.REFUSED;
    }

    private static JsonNode follow(RotationClient client, JsonNode begun) {
        JsonNode rotation = begun;
        System.err.print("\r" + ProgressLine.of(rotation));
        while (!"ended".equals(rotation.path("phase").asString())) {
            LockSupport.parkNanos(INTERVAL.toNanos());
            rotation = client.read(begun.path("id").asString());
            System.err.print("\r" + ProgressLine.of(rotation));
        }
        return rotation;
    }

    private static String apiKey(Path file) {
        return SecretSettings.text("--api-key-file", file);
    }
}
