package dev.clm.api.testing;

import dev.clm.api.config.EnvironmentVariables;
import dev.clm.api.process.startup.ServiceSettings;
import dev.clm.api.process.startup.ServiceStart;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.identity.administrator.FirstAdministrator;
import dev.clm.core.identity.administrator.NewAdministrator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.catalina.connector.Connector;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The real application on an embedded PostgreSQL, in this process. {@link #shared} is started once for all tests. */
public final class RunningService {
    private final ConfigurableApplicationContext context;
    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningService(ConfigurableApplicationContext context, Path folder) {
        this.context = context;
        this.folder = folder;
    }

    public static RunningService shared() {
        return Shared.SERVICE;
    }

    /** One more, for a test that breaks things. */
    public static RunningService start() {
        try {
            Path folder = Files.createTempDirectory("clm-service").resolve("clm-data");
            PreparedService.get().copyData(folder);
            return on(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On a data folder that is there. */
    public static RunningService on(Path folder) {
        Path token = writeMetricsToken(folder);
        ServiceSettings settings = ServiceSettings.of(new EnvironmentVariables(Map.of(
                "CLM_DATA_DIR",
                folder.toString(),
                "CLM_HTTP_PORT",
                "0",
                "CLM_MANAGEMENT_PORT",
                "0",
                "CLM_METRICS_TOKEN_FILE",
                token.toString())));
        return new RunningService(new ServiceStart(settings).start(), folder);
    }

    private static Path writeMetricsToken(Path folder) {
        try {
            Path file = folder.resolveSibling(folder.getFileName() + ".metrics-token");
            Files.writeString(file, UUID.randomUUID() + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String metricsToken() {
        try {
            return Files.readString(folder.resolveSibling(folder.getFileName() + ".metrics-token"))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On the databases that an environment names. */
    public static RunningService configured(Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("CLM_HTTP_PORT", "0");
        return new RunningService(
                new ServiceStart(ServiceSettings.of(new EnvironmentVariables(variables))).start(), null);
    }

    /** The first user of a new organization. */
    public Caller administrator(String organization) {
        CoreDatabase core = context.getBean(CoreDatabase.class);
        return new Caller(
                this,
                new FirstAdministrator(core)
                        .create(new NewAdministrator(
                                organization, organization, organization, organization + "@clm.invalid")));
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    public Path folder() {
        return folder;
    }

    public int port() {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    /** Where health and metrics alone are answered. */
    public int managementPort() {
        TomcatWebServer server = (TomcatWebServer) ((WebServerApplicationContext) context).getWebServer();
        return Arrays.stream(server.getTomcat().getService().findConnectors())
                .mapToInt(Connector::getLocalPort)
                .filter(port -> port != port())
                .findFirst()
                .orElseThrow();
    }

    /** The first administrator's. */
    public String apiKey() {
        try {
            return Files.readString(folder.resolve("admin-api-key")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    /** With the administrator's credential and a JSON body. */
    public HttpRequest.Builder authorized(String path) {
        return request(path).header("Authorization", "Bearer " + apiKey()).header("Content-Type", "application/json");
    }

    public HttpResponse<String> get(String path) {
        return send(authorized(path));
    }

    public HttpResponse<String> post(String path, String body) {
        return send(authorized(path).POST(BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As the embedded server's superuser, found as an operator finds it: in embedded.env. */
    public Connection superuser(String database) throws SQLException, IOException {
        Properties env = new Properties();
        try (var reader = Files.newBufferedReader(folder.resolve("embedded.env"))) {
            env.load(reader);
        }
        return DriverManager.getConnection(
                "jdbc:postgresql://" + env.getProperty("PGHOST") + ":" + env.getProperty("PGPORT") + "/" + database,
                env.getProperty("PGUSER"),
                env.getProperty("PGPASSWORD"));
    }

    private static final class Shared {
        static final RunningService SERVICE = start();
    }
}
