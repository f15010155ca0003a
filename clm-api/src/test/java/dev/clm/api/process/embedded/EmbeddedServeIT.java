package dev.clm.api.process.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `serve` with nothing configured, as a process of its own. */
class EmbeddedServeIT {
    private static final String PROBE = "/api/v1/probe";
    private static final String FORWARDED = "198.51.100.1";

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
    @Tag("K5")
    void noLevelOfTheLogShowsASecret() throws Exception {
        ServiceProcess.putDataFolder(folder);
        // As in a pod, where the framework would believe any peer's X-Forwarded-For.
        Map<String, String> everything = Map.of(
                "CLM_DATA_DIR", folder.toString(),
                "CLM_ACCESS_LOG", "true",
                "KUBERNETES_SERVICE_HOST", "192.0.2.1",
                "KUBERNETES_SERVICE_PORT", "443",
                "LOGGING_LEVEL_ROOT", "trace",
                "LOGGING_LEVEL_ORG_APACHE", "trace",
                "LOGGING_LEVEL_ORG_JOOQ", "trace",
                "LOGGING_LEVEL_ORG_POSTGRESQL", "trace",
                "LOGGING_LEVEL_COM_ZAXXER_HIKARI", "trace",
                "LOGGING_LEVEL_ORG_SPRINGFRAMEWORK_WEB", "trace");
        String passphrase = "a planted passphrase";
        try (ServiceProcess serve = ServiceProcess.start(everything, "serve").awaitReady()) {
            String id = post(serve, "certificates", """
                    {"subject": {"common_name": "logged.example.com"}, "key": {"algorithm": "ECDSA", "curve": "P-256",
                     "exportable": true}, "certificate_type": "server", "validity_days": 30}""", 201).replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
            String export = "certificates/" + id + "/private-key/export";
            String key = post(serve, export, exported("pkcs8", passphrase), 200);
            post(serve, export, exported("no such format", passphrase), 422);
            post(serve, export, exported("pkcs8", passphrase).replace("format", "formats"), 422);
            post(serve, export, exported("pkcs8", passphrase).replace("}", ""), 400);
            sendUnreadableHeader(serve);
            serve.terminate();

            assertThat(serve.stdout())
                    .contains(" TRACE ", " DEBUG ", "stopped", " from 127.0.0.1")
                    .doesNotContain(FORWARDED);
            assertThat(serve.stdout() + serve.stderr())
                    .doesNotContain(
                            passphrase,
                            apiKey(),
                            Files.readString(folder.resolve("master.key")).strip())
                    .doesNotContain(key.lines().skip(1).findFirst().orElseThrow())
                    .doesNotContain(superusersPassword());
        }
    }

    /** As the kernel does where memory is short. */
    private void killPostgres() throws IOException {
        String pid = Files.readAllLines(folder.resolve("postgres/data/postmaster.pid"))
                .get(0);
        ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
    }

    private String superusersPassword() throws IOException {
        Matcher line = Pattern.compile("PGPASSWORD='?([^'\\n]{16,})")
                .matcher(Files.readString(folder.resolve("embedded.env")));
        assertThat(line.find()).isTrue();
        return line.group(1);
    }

    private static String exported(String format, String passphrase) {
        return "{\"format\": \"" + format + "\", \"passphrase\": \"" + passphrase + "\"}";
    }

    private String post(ServiceProcess serve, String path, String body, int status) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(serve.url() + "/api/v1/" + path))
                                .header("Authorization", "Bearer " + apiKey())
                                .header("Content-Type", "application/json")
                                .header("X-Forwarded-For", FORWARDED)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body();
    }

    /** The server says what it could not read. */
    private void sendUnreadableHeader(ServiceProcess serve) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(serve.url()).getPort())) {
            String head = "GET " + PROBE + " HTTP/1.1\r\nHost: a\r\nAuthorization Bearer " + apiKey() + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void secondServeOnTheSameFolderRefusesAndTheFirstEndsWithItsPostgres() throws IOException {
        ServiceProcess.putDataFolder(folder);
        try (ServiceProcess first = serve().awaitReady();
                ServiceProcess second = serve()) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.stderr().lines()).singleElement().asString().contains("clm-data");
            assertThat(first.status(PROBE, apiKey())).isEqualTo(200);

            killPostgres();
            assertThat(first.exitCode()).as("a service without its databases").isEqualTo(1);
            assertThat(first.stdout())
                    .contains("the embedded PostgreSQL was killed")
                    .doesNotContain("Could not stop postmaster");
        }
    }

    @Test
    @Tag("K2")
    @Tag("M3")
    void masterKeyNextToOldDatabasesIsNeitherMadeAgainNorReplaced() throws IOException {
        ServiceProcess.putDataFolder(folder);
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
