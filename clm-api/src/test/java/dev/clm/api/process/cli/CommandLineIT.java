package dev.clm.api.process.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.ConfiguredServer;
import dev.clm.api.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineIT {
    @TempDir
    private Path folder;

    @Test
    @Tag("M9")
    void realServersAreBootstrappedMigratedGivenAnAdministratorAndServed() throws IOException {
        try (ConfiguredServer server = ConfiguredServer.start(folder)) {
            Map<String, String> environment = server.with("CLM_MIGRATE_ON_START", "false");
            assertThat(run(0, environment, "bootstrap")).contains("clm_secure_db", "clm_core_db");
            assertThat(run(1, environment, "info")).contains("version  none");
            assertThat(run(0, environment, "migrate", "--dry-run")).contains("001_init_core_schema.sql");
            assertThat(run(0, environment, "migrate", "--database", "core", "--without-backup"))
                    .contains("clm_core_db")
                    .doesNotContain("clm_secure_db");
            assertThat(run(0, environment, "migrate")).contains("clm_secure_db", "clm_core_db: 0 migrations");
            assertThat(run(0, environment, "info")).contains("pending  none", "faults   none");

            Path keyFile = folder.resolve("key");
            String created = run(
                    0,
                    environment,
                    "admin",
                    "create",
                    "--username=root",
                    "--email=root@example.com",
                    "--organization=acme",
                    "--key-file=" + keyFile);
            String key = Files.readString(keyFile).strip();
            assertThat(created).doesNotContain(key);
            try (ServiceProcess service = ServiceProcess.start(environment).awaitReady()) {
                assertThat(service.status("/api/v1/probe", key)).isEqualTo(200);
            }
            assertThat(run(0, environment, "rollback", "--database=core", "--to=0"))
                    .contains("rolled back");
        }
    }

    @Test
    void commandsWithoutADatabaseRefuse() {
        Map<String, String> nothing =
                Map.of("CLM_DATA_DIR", folder.resolve("none").toString());
        for (String command : new String[] {"bootstrap", "migrate", "info"}) {
            assertThat(run(1, nothing, command)).contains("CLM_SECURE_DB_URL and CLM_CORE_DB_URL are not set");
        }
    }

    @Test
    @Tag("K2")
    void masterKeyIsCreatedOnceAndNeverOverwritten() {
        Path file = folder.resolve("new.key");
        assertThat(run(0, Map.of(), "master-key", "create", file.toString())).contains("master-");
        assertThat(run(1, Map.of(), "master-key", "create", file.toString())).contains("never overwritten");
    }

    private static String run(int exitCode, Map<String, String> environment, String... arguments) {
        try (ServiceProcess process = ServiceProcess.start(environment, arguments)) {
            int code = process.exitCode();
            String output = process.stdout() + process.stderr();
            assertThat(code).as(output).isEqualTo(exitCode);
            return output;
        }
    }
}
