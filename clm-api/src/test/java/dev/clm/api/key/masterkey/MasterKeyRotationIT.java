package dev.clm.api.key.masterkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.config.ConnectionPools;
import dev.clm.api.config.EnvironmentVariables;
import dev.clm.api.config.Settings;
import dev.clm.api.testing.ConfiguredServer;
import dev.clm.api.testing.ServiceProcess;
import dev.clm.api.testing.Tenant;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.identity.administrator.FirstAdministrator;
import dev.clm.core.identity.administrator.NewAdministrator;
import dev.clm.secure.key.encryptionkey.DataKeyRing;
import dev.clm.secure.key.masterkey.MasterKeyCheck;
import dev.clm.secure.key.masterkey.MasterKeySettings;
import dev.clm.secure.key.masterkey.MasterKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rotation of the master key as an operator does it: other processes, killed in the middle and run again. */
@Tag("K2")
class MasterKeyRotationIT {
    private static final int KILLED = 137;
    private static final int TENANTS = 4;

    @TempDir
    private static Path folder;

    private static ConfiguredServer server;
    private static Path current;
    private static String apiKey;

    @BeforeAll
    static void dataKeysOfSeveralTenants() {
        server = ConfiguredServer.start(folder);
        server.migrate();
        current = server.newMasterKey();
        Settings settings = Settings.of(new EnvironmentVariables(environment(current)));
        try (ConnectionPools pools = ConnectionPools.open(settings.databases());
                MasterKeys keys = MasterKeySettings.loadAll(settings.masterKey())) {
            new MasterKeyCheck(keys).verifyOrInitialise(pools.secureDatabase());
            DataKeyRing ring = new DataKeyRing(pools.secureDatabase(), keys, 1L << 31);
            IntStream.range(0, TENANTS).forEach(i -> ring.active(OrganizationId.of(UUID.randomUUID())));
            apiKey = new FirstAdministrator(pools.coreDatabase())
                    .create(new NewAdministrator("acme", "Acme", "root", "root@clm.invalid"))
                    .apiKey()
                    .reveal();
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aKilledRotationIsGoneOnWithWhereverItDied() {
        for (String point : new String[] {
            "master-key.begin.after",
            "master-key.rewrap.within:2",
            "master-key.rewrap.after:3",
            "master-key.finish.before"
        }) {
            Path next = server.newMasterKey();
            Map<String, String> both = both(next);
            assertThat(run(armed(both, point))).as(point).isEqualTo(KILLED);
            assertThat(run(environment(next))).as("with the next key only").isEqualTo(1);
            assertThat(run(both)).as("run again").isZero();
            current = next;
        }
    }

    @Test
    void aRunningServiceRotatesAndAfterwardsNeedsTheNextKeyOnly() throws Exception {
        Path next = server.newMasterKey();
        try (ServiceProcess service = serve(both(next))) {
            assertThat(rotate(service, "?dry_run=true")).contains("\"status\":\"planned\"", "\"rewrapped\":0");
            assertThat(rotate(service, "")).contains("\"status\":\"completed\"", "\"remaining\":0");
        }
        current = next;

        serve(environment(next)).close();
    }

    @Test
    void withoutANextKeyTheServiceRefuses() {
        Tenant tenant = Tenant.create();

        tenant.administrator().post("/api/v1/master-key/rotate", "").expect(409, "state_conflict");
        tenant.caller("CERT_ADMIN").post("/api/v1/master-key/rotate", "").expect(403, "forbidden");
    }

    private static ServiceProcess serve(Map<String, String> environment) {
        return ServiceProcess.start(environment, "serve").awaitReady();
    }

    private static String rotate(ServiceProcess service, String query) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(service.url() + "/api/v1/master-key/rotate" + query))
                                .header("Authorization", "Bearer " + apiKey)
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static int run(Map<String, String> environment) {
        try (ServiceProcess process = ServiceProcess.start(environment, "master-key", "rotate")) {
            return process.exitCode();
        }
    }

    private static Map<String, String> environment(Path masterKey) {
        Map<String, String> environment = new HashMap<>(server.environment());
        environment.put("CLM_MASTER_KEY_FILE", masterKey.toString());
        environment.put("CLM_MIGRATE_ON_START", "false");
        return environment;
    }

    private static Map<String, String> both(Path next) {
        Map<String, String> both = environment(current);
        both.put("CLM_NEXT_MASTER_KEY_FILE", next.toString());
        return both;
    }

    private static Map<String, String> armed(Map<String, String> environment, String failPoint) {
        Map<String, String> armed = new HashMap<>(environment);
        armed.put("CLM_FAIL_POINT", failPoint);
        return armed;
    }
}
