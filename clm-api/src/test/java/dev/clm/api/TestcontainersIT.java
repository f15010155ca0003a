package dev.clm.api;

import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The way of a real installation on two PostgreSQL containers: bootstrap, migrate, admin create, serve, issue, verify.
 * Skips, and says so, where there is no Docker engine or the image of POSTGRES_IMAGE cannot be had.
 */
class TestcontainersIT {
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SERVER_CERTIFICATE = """
            {"subject": {"common_name": "app.example.com"}, "key": {"algorithm": "ECDSA", "curve": "P-256"},
             "subject_alternative_names": [{"type": "DNS", "value": "app.example.com"}],
             "certificate_type": "server", "validity_days": 30}""";

    @TempDir
    Path folder;

    @Test
    @Tag("M9")
    @Tag("X1")
    void aCertificateIssuedOnTwoSeparateServersVerifiesAndIsOnBoth() throws Exception {
        try (PostgreSQLContainer secure = container();
                PostgreSQLContainer core = container()) {
            startOrSkip(secure, core);
            int port = freePort();
            Map<String, String> environment = environment(secure, core, port);
            command(environment, "master-key", "create");
            command(environment, "bootstrap");
            command(environment, "migrate");
            command(
                    environment,
                    "admin",
                    "create",
                    "--username",
                    "alice",
                    "--email",
                    "alice@example.org",
                    "--key-file",
                    folder.resolve("api-key").toString());
            Process service = process(environment, "serve");
            try {
                awaitReadiness(port, service);
                String id = issueAndVerify(port);
                assertThat(count(
                                secure,
                                "clm_secure_db",
                                "SELECT count(*) FROM certificates c JOIN private_keys k "
                                        + "ON k.certificate_id = c.id WHERE c.id = '" + id + "'"))
                        .isEqualTo(1);
                assertThat(count(
                                core,
                                "clm_core_db",
                                "SELECT count(*) FROM certificate_metadata WHERE certificate_id = '" + id + "'"))
                        .isEqualTo(1);
            } finally {
                stop(service);
            }
        }
    }

    /** Answers the certificate's id. */
    private String issueAndVerify(int port) throws Exception {
        JsonNode root = post(port, "certificate-authorities", authority("root", null));
        post(
                port,
                "certificate-authorities",
                authority("issuing", root.get("id").asString()));
        JsonNode certificate = post(port, "certificates", SERVER_CERTIFICATE);
        assertVerifies(certificate);
        return certificate.get("id").asString();
    }

    private static String authority(String name, String issuerId) {
        String issuer = issuerId == null ? "" : ", \"issuer_id\": \"" + issuerId + "\"";
        return "{\"name\": \"" + name + "\", \"subject\": {\"common_name\": \"Test " + name + "\"}" + issuer + "}";
    }

    private static PostgreSQLContainer container() {
        String image = Optional.ofNullable(System.getProperty("POSTGRES_IMAGE", System.getenv("POSTGRES_IMAGE")))
                .orElse("postgres:17");
        return new PostgreSQLContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"))
                .withUsername("postgres");
    }

    private static void startOrSkip(PostgreSQLContainer secure, PostgreSQLContainer core) {
        skipUnless(DockerClientFactory.instance().isDockerAvailable(), "there is no Docker engine");
        try {
            secure.start();
            core.start();
        } catch (RuntimeException e) {
            skipUnless(false, secure.getDockerImageName() + " could not be started: " + e.getMessage());
        }
    }

    private static void skipUnless(boolean possible, String reason) {
        if (!possible) {
            System.out.println("TestcontainersIT skipped: " + reason);
        }
        Assumptions.assumeTrue(possible, reason);
    }

    private Map<String, String> environment(PostgreSQLContainer secure, PostgreSQLContainer core, int port) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "CLM_MASTER_KEY_FILE", folder.resolve("master.key").toString(),
                "CLM_DATA_DIR", folder.resolve("data").toString(),
                "CLM_MIGRATE_ON_START", "false",
                "CLM_HTTP_PORT", Integer.toString(port)));
        describe(environment, "CLM_SECURE_DB_", secure, "clm_secure_db");
        describe(environment, "CLM_CORE_DB_", core, "clm_core_db");
        return environment;
    }

    private static void describe(
            Map<String, String> environment, String prefix, PostgreSQLContainer container, String database) {
        environment.put(prefix + "URL", url(container, database));
        environment.put(prefix + "ADMIN_PASSWORD", container.getPassword());
        for (String login : List.of("", "SERVICE_", "OWNER_")) {
            environment.put(prefix + login + "PASSWORD", "of-this-test-" + prefix + login);
        }
    }

    private static String url(PostgreSQLContainer container, String database) {
        return "jdbc:postgresql://" + container.getHost() + ":" + container.getMappedPort(5432) + "/" + database;
    }

    private void command(Map<String, String> environment, String... arguments) throws Exception {
        Process process = process(environment, arguments);
        boolean ended = process.waitFor(READY_WITHIN.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as("%s: %s", List.of(arguments), output())
                .isTrue();
    }

    /** A process of its own: settings come from the environment, and each command is one process on real servers too. */
    private Process process(Map<String, String> environment, String... arguments) throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                classPath,
                "dev.clm.api.process.cli.ClmCommand"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("CLM_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String output() throws Exception {
        return Files.readString(folder.resolve("output"));
    }

    private void awaitReadiness(int port, Process service) throws Exception {
        HttpRequest readiness = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
                .build();
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        while (System.nanoTime() < end && service.isAlive()) {
            try {
                if (HttpClient.newHttpClient()
                                .send(readiness, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200) {
                    return;
                }
            } catch (IOException notListening) {
                // tried again until the time is over
            }
            Thread.sleep(200);
        }
        throw new AssertionError("not ready: " + output());
    }

    private JsonNode post(int port, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path))
                .header(
                        "Authorization",
                        "Bearer " + Files.readString(folder.resolve("api-key")).strip())
                .header("Content-Type", "application/json")
                .POST(ofString(body))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return JSON.readTree(answer.body());
    }

    private static void assertVerifies(JsonNode certificate) throws Exception {
        JsonNode chain = certificate.get("chain");
        List<X509Certificate> path = List.of(parse(certificate.get("pem")), parse(chain.get(0)));
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(parse(chain.get(1)), null)));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    }

    private static X509Certificate parse(JsonNode pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.asString().getBytes(StandardCharsets.US_ASCII)));
    }

    private static long count(PostgreSQLContainer container, String database, String query) throws Exception {
        try (var connection = DriverManager.getConnection(
                        url(container, database), container.getUsername(), container.getPassword());
                var row = connection.createStatement().executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void stop(Process service) throws Exception {
        service.destroy();
        if (!service.waitFor(30, TimeUnit.SECONDS)) {
            service.destroyForcibly().waitFor();
        }
    }
}
