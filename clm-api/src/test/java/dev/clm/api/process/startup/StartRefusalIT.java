package dev.clm.api.process.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.ConfiguredServer;
import dev.clm.api.testing.ServiceProcess;
import dev.clm.migrations.ClmDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service does not serve on an incomplete schema, nor with the wrong master key: exit 1 and one clear error. */
@Tag("M3")
class StartRefusalIT {
    private static final String EMPTY_HISTORY = """
            create table schema_migrations (installed_rank int primary key, version varchar(50),
              description varchar(200) not null, type varchar(20) not null, script varchar(1000) not null, checksum int,
              installed_by varchar(100) not null, installed_on timestamp not null default now(),
              execution_time int not null, success boolean not null)""";

    private static ConfiguredServer server;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() {
        server = ConfiguredServer.start(folder);
        server.migrate();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void pendingMigrationWhereItIsNotToMigrate() {
        try (ConfiguredServer empty = ConfiguredServer.start(folder)) {
            assertRefused(empty.with("CLM_MIGRATE_ON_START", "false"), "clm_secure_db", "001_init_secure_schema.sql");
        }
    }

    @Test
    void changedMigration() {
        server.whileChanged(
                ClmDatabase.CORE,
                "update schema_migrations set checksum = checksum + 1 where version = '001'",
                "update schema_migrations set checksum = checksum - 1 where version = '001'",
                () -> assertRefused(server.environment(), "clm_core_db", "001_init_core_schema.sql", "changed"));
    }

    @Test
    void failedMigration() {
        server.whileChanged(
                ClmDatabase.SECURE,
                "update schema_migrations set success = false where version = '001'",
                "update schema_migrations set success = true where version = '001'",
                () -> assertRefused(server.environment(), "clm_secure_db", "001_init_secure_schema.sql", "failed"));
    }

    @Test
    void migrationWhoseFileIsMissing() {
        server.whileChanged(
                ClmDatabase.CORE,
                "insert into schema_migrations select 999, '00000000000002', 'gone', type, '00000000000002_gone.sql',"
                        + " checksum, installed_by, now(), 1, true from schema_migrations where version = '001'",
                "delete from schema_migrations where installed_rank = 999",
                () -> assertRefused(server.environment(), "clm_core_db", "00000000000002_gone.sql", "missing"));
    }

    @Test
    void migrationThatFailsNowIsNamedWithItsSqlState() {
        try (ConfiguredServer empty = ConfiguredServer.start(folder)) {
            empty.execute(ClmDatabase.SECURE, EMPTY_HISTORY + "; create view certificates as select 1 as id");
            assertRefused(empty.environment(), "clm_secure_db", "001_init_secure_schema.sql", "SQL state 42");
        }
    }

    @Test
    void whatIsInTheWayInOneDatabaseLeavesTheOtherAsItWas() {
        try (ConfiguredServer empty = ConfiguredServer.start(folder)) {
            empty.executeAsSuperuser(ClmDatabase.CORE, "create view users as select 1 as id");
            assertRefused(empty.environment(), "clm_core_db", "users");
            // There is none yet.
            empty.execute(ClmDatabase.SECURE, "create table schema_migrations ()");
        }
    }

    /** Policies that name the service role go to its members. */
    @Test
    @Tag("S3")
    void loginOfRequestsThatSeesEveryTenant() {
        server.executeAsSuperuser(ClmDatabase.CORE, "grant clm_core_service to clm_core_user");
        try {
            assertRefused(server.environment(), "clm_core_user", "a member of clm_core_service");
        } finally {
            server.executeAsSuperuser(ClmDatabase.CORE, "revoke clm_core_service from clm_core_user");
        }
    }

    @Test
    void oneDatabaseDown() {
        assertRefused(server.with("CLM_CORE_DB_URL", "jdbc:postgresql://127.0.0.1:1/clm_core_db"), "clm_core_db");
        assertRefused(server.with("CLM_SECURE_DB_URL", "jdbc:postgresql://127.0.0.1:1/clm_secure_db"), "clm_secure_db");
    }

    @Test
    void wrongPasswordOfTheService() {
        assertRefused(server.with("CLM_SECURE_DB_PASSWORD", "wrong"), "clm_secure_db", "SQL state 28P01");
        assertRefused(
                server.with("CLM_CORE_DB_SERVICE_PASSWORD", "wrong"),
                "clm-core-service",
                "\"clm_core_service\"",
                "SQL state 28P01");
    }

    @Test
    @Tag("K2")
    void missingMasterKey() {
        assertRefused(server.with("CLM_MASTER_KEY_FILE", ""), "master key");
        assertRefused(server.with("CLM_MASTER_KEY_FILE", "/nowhere/master.key"), "/nowhere/master.key");
    }

    @Test
    @Tag("K2")
    void wrongMasterKey() {
        Map<String, String> right = server.environment();
        try (ServiceProcess first = ServiceProcess.start(right).awaitReady()) {
            first.terminate();
        }
        assertRefused(server.with("CLM_MASTER_KEY_FILE", server.newMasterKey().toString()), "master key");
    }

    @Test
    void malformedSetting() {
        assertRefused(server.with("CLM_HTTP_PORT", "eighty"), "CLM_HTTP_PORT");
    }

    private static void assertRefused(Map<String, String> environment, String... words) {
        try (ServiceProcess process = ServiceProcess.start(environment)) {
            assertThat(process.exitCode())
                    .as(process.stdout() + process.stderr())
                    .isEqualTo(1);
            assertThat(process.wasEverReady()).isFalse();
            assertThat(process.stdout()).doesNotContain("listens");
            assertThat(process.stderr().lines()).singleElement().asString().contains(words);
        }
    }
}
