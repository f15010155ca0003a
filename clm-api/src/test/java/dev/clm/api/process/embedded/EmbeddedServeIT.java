package dev.clm.api.process.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `serve` with nothing configured, as a process of its own. */
class EmbeddedServeIT {
    private static final String PROBE = "/api/v1/probe";

    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void choose() {
        folder = temporary.resolve("clm-data");
    }

    @Test
    void firstStartMakesAllThatIsNeededAndKeepsItThroughKillAndRestart() throws IOException {
        String apiKey;
        try (ServiceProcess first = serve().awaitReady()) {
            assertThat(mode(folder)).isEqualTo("rwx------");
            for (String file : new String[] {"master.key", "admin-api-key", "embedded.env"}) {
                assertThat(mode(folder.resolve(file))).as(file).isEqualTo("rw-------");
            }
            assertThat(Files.readString(folder.resolve("embedded.env")))
                    .contains("PGHOST=", "PGPORT=", "PGUSER=", "PGPASSWORD=");
            apiKey = apiKey();
            assertThat(first.stdout())
                    .contains(
                            "CLM listens on http://127.0.0.1:",
                            "databases embedded in " + folder,
                            " migrations to apply")
                    .doesNotContain(apiKey);
            assertThat(first.stdout().lines().filter(line -> line.startsWith("  curl ")))
                    .hasSize(3);
            assertThat(first.stderr()).isEmpty();
            assertThat(first.status(PROBE, apiKey)).isEqualTo(200);
            first.kill();
        }
        try (ServiceProcess second = serve().awaitReady()) {
            assertThat(second.status(PROBE, apiKey)).isEqualTo(200);
            assertThat(apiKey()).isEqualTo(apiKey);
            second.terminate();
            assertThat(second.stdout())
                    .as("the log of requests")
                    .containsPattern("access \\[\\S+\\] GET /api/v1/probe 200 \\d+ ms, user \\S+ key \\S+ from ")
                    .doesNotContain(apiKey);
            assertThat(second.stdout().lines().findFirst().orElseThrow()).contains(" starts, process ");
            assertThat(second.stdout().lines().toList()).last().asString().endsWith(" stopped");
        }
        assertThat(folder.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }

    @Test
    void secondServeOnTheSameFolderRefuses() {
        try (ServiceProcess first = serve().awaitReady();
                ServiceProcess second = serve()) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.stderr().lines()).singleElement().asString().contains("clm-data");
            assertThat(first.status(PROBE, apiKey())).isEqualTo(200);
        }
    }

    @Test
    @Tag("K2")
    @Tag("M3")
    void masterKeyNextToOldDatabasesIsNeitherMadeAgainNorReplaced() throws IOException {
        try (ServiceProcess first = serve().awaitReady()) {
            first.terminate();
        }
        Path masterKey = folder.resolve("master.key");
        Files.delete(masterKey);
        assertRefused("master.key");
        assertThat(masterKey).doesNotExist();

        try (ServiceProcess create = ServiceProcess.start(Map.of(), "master-key", "create", masterKey.toString())) {
            assertThat(create.exitCode()).isZero();
        }
        assertRefused("master key");
    }

    @Test
    void whatIsWrongIsRefusedBeforeAnythingIsMade() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> port = Map.of("CLM_HTTP_PORT", Integer.toString(taken.getLocalPort()));
            assertNothingMade(port, "CLM_HTTP_PORT " + taken.getLocalPort() + " is in use");
        }
        assertNothingMade(Map.of("CLM_PROFIL", "production"), "did you mean CLM_PROFILE?");
    }

    private void assertNothingMade(Map<String, String> wrong, String words) {
        Map<String, String> environment =
                new HashMap<>(Map.of("CLM_DATA_DIR", folder.toString(), "CLM_LOG_FORMAT", "json"));
        environment.putAll(wrong);
        try (ServiceProcess refused = ServiceProcess.start(environment, "serve")) {
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.stderr()).contains(words);
            assertThat(refused.stdout().lines()).isNotEmpty().allMatch(line -> line.startsWith("{\"timestamp\""));
            assertThat(folder).doesNotExist();
        }
    }

    private void assertRefused(String words) {
        try (ServiceProcess refused = serve()) {
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.wasEverReady()).isFalse();
            assertThat(refused.stdout()).doesNotContain("listens");
            assertThat(refused.stderr().lines()).singleElement().asString().contains(words);
        }
    }

    private ServiceProcess serve() {
        return ServiceProcess.start(Map.of("CLM_DATA_DIR", folder.toString(), "CLM_ACCESS_LOG", "true"), "serve");
    }

    private String apiKey() {
        try {
            return Files.readString(folder.resolve("admin-api-key")).strip();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
