package dev.clm.api.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.config.ConnectionPools;
import dev.clm.api.config.EnvironmentVariables;
import dev.clm.api.config.Settings;
import dev.clm.api.process.startup.ServiceSettings;
import dev.clm.api.testing.ServiceProcess;
import dev.clm.core.identity.administrator.FirstAdministrator;
import dev.clm.core.identity.administrator.NewAdministrator;
import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.local.LocalPostgres;
import dev.clm.migrations.migrate.DatabaseLogin;
import dev.clm.secure.key.masterkey.MasterKeyFile;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** One service over one PostgreSQL, which outlives the service's processes: only those are killed. */
final class CrashedService implements AutoCloseable {
    private static final int KILLED = 137;

    private final LocalPostgres postgres;
    private final Map<String, String> environment = new HashMap<>();
    private final String apiKey;
    private final UUID issuer;
    private ServiceProcess process;

    CrashedService() throws IOException {
        this(LocalPostgres.temporary(), Map.of());
        kill();
    }

    /** It runs, until it is killed. */
    CrashedService(LocalPostgres server, Map<String, String> settings) throws IOException {
        postgres = server.bootstrapAndMigrate();
        environment.putAll(settings);
        Path folder = Files.createTempDirectory("clm-crash");
        Path masterKey = folder.resolve("master.key");
        MasterKeyFile.create(masterKey).close();
        environment.put("CLM_MASTER_KEY_FILE", masterKey.toString());
        environment.put("CLM_DATA_DIR", folder.toString());
        environment.put("CLM_MIGRATE_ON_START", "false");
        for (ClmDatabase database : ClmDatabase.values()) {
            String prefix = "CLM_" + database.name() + "_DB_";
            environment.put(prefix + "URL", postgres.url(database));
            environment.put(prefix + "PASSWORD", postgres.user(database).password());
            environment.put(
                    prefix + "SERVICE_PASSWORD", postgres.service(database).password());
        }
        apiKey = administratorsKey();
        start();
        issuer = authority("crash-issuing", "\"issuer_id\":\"" + authority("crash-root", "") + "\",");
    }

    StoredRows rows() {
        return new StoredRows(postgres.superuser(ClmDatabase.SECURE), postgres.superuser(ClmDatabase.CORE));
    }

    /** As the service's own. */
    ConnectionPools pools() {
        return ConnectionPools.open(
                Settings.of(new EnvironmentVariables(environment)).databases());
    }

    ServiceSettings settings() {
        return ServiceSettings.of(new EnvironmentVariables(environment));
    }

    /** Every private key as it rests, opened with the service's own master key. */
    RestingKeys restingKeys() {
        return new RestingKeys(settings(), postgres.superuser(ClmDatabase.SECURE));
    }

    UUID issuer() {
        return issuer;
    }

    IssuanceClient client() {
        return client(process);
    }

    IssuanceClient client(ServiceProcess instance) {
        return new IssuanceClient(instance.url(), apiKey);
    }

    ServiceProcess process() {
        return process;
    }

    /** An instance of its own on the same databases; `name` is what its sessions on clm_secure_db are called there. */
    ServiceProcess instance(String name) {
        Map<String, String> named = new HashMap<>(environment);
        named.compute("CLM_SECURE_DB_URL", (variable, url) -> url + "?ApplicationName=" + name);
        return ServiceProcess.start(named, "serve");
    }

    DatabaseLogin superuser() {
        return superuser(ClmDatabase.SECURE);
    }

    DatabaseLogin superuser(ClmDatabase database) {
        return postgres.superuser(database);
    }

    boolean isRunning() {
        return process.isAlive();
    }

    void start() {
        process = ServiceProcess.start(environment, "serve").awaitReady();
    }

    void start(String failPoint) {
        process = armed(failPoint).awaitReady();
    }

    /** For a fail point that work of its own may reach before it is seen ready. */
    void startTowards(String failPoint) {
        process = armed(failPoint);
        process.awaitReadyOrEnd();
    }

    /** For a fail point that it reaches by itself, perhaps before it is ready. */
    void startUntilDeath(String failPoint) {
        process = armed(failPoint);
        awaitDeath();
    }

    private ServiceProcess armed(String failPoint) {
        Map<String, String> armed = new HashMap<>(environment);
        armed.put("CLM_FAIL_POINT", failPoint);
        return ServiceProcess.start(armed, "serve");
    }

    void awaitDeath() {
        assertThat(process.exitCode()).as("how the service ended").isEqualTo(KILLED);
    }

    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.kill();
        postgres.close();
    }

    private String administratorsKey() {
        try (ConnectionPools pools = pools()) {
            return new FirstAdministrator(pools.coreDatabase())
                    .create(new NewAdministrator("crash", "Crash", "crash-admin", "admin@crash.example"))
                    .apiKey()
                    .reveal();
        }
    }

    private UUID authority(String name, String issuerMember) throws IOException {
        HttpResponse<String> response = client().post(
                        "/api/v1/certificate-authorities",
                        name,
                        "{" + issuerMember + "\"name\":\"" + name + "\",\"subject\":{\"common_name\":\"" + name
                                + "\"}}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return IssuanceClient.id(response.body()).orElseThrow();
    }
}
