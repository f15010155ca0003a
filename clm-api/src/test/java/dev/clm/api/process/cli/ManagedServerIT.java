package dev.clm.api.process.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.DebianServer;
import dev.clm.api.testing.Judge;
import dev.clm.api.testing.ManagedServer;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.ServiceProcess;
import dev.clm.api.testing.Tenant;
import dev.clm.migrations.ClmDatabase;
import dev.clm.secure.key.keydestruction.DueDestructions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an empty server without a superuser of ours to a service in which every job does its work, with no BYPASSRLS anywhere. */
@Tag("M8")
@Tag("S3")
class ManagedServerIT {
    private static final String KEYS = "/api/v1/encryption-keys/";
    private static final String RUNS = "/api/v1/integrity/runs";
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @Test
    void theEmbeddedVersionServesAfterABootstrapByTheAdministrator() throws Exception {
        try (ManagedServer server = ManagedServer.embedded(folder)) {
            assertThat(run(server.environment(), "bootstrap")).contains("clm_secure_db", "clm_core_db");
            everyJobWorks(server);
        }
    }

    @Test
    void debiansVersionServesAfterTheAdministratorsPsqlRanThePrintedScript() throws Exception {
        Judge.require("pg_lsclusters", "postgresql");
        Path script = Files.writeString(
                folder.resolve("bootstrap.sql"),
                run(Map.of("CLM_DATA_DIR", folder.resolve("none").toString()), "bootstrap", "--print-sql"));
        try (ManagedServer server = ManagedServer.ofDebian(folder)) {
            String[] psql = {
                DebianServer.tool("psql"), "-X", "-d", server.administratorsAddress(), "-f", script.toString()
            };
            Judge.assertSatisfied(folder, psql);
            Judge.assertSatisfied(folder, psql);
            server.givePasswords();
            everyJobWorks(server);
            theBackupHasEveryTenant(server);
        }
    }

    private static void everyJobWorks(ManagedServer server) {
        server.assertNobodyGoesPastRowLevelSecurity();
        RunningService service = RunningService.configured(server.environment());
        try {
            Caller first = service.administrator("first");
            Caller second = service.administrator("second");
            UUID revoked = issued(first, "revoked.example");
            UUID kept = issued(second, "kept.example");
            first.post(Tenant.path(revoked) + "/revoke", Map.of("reason", "superseded"))
                    .expect(200);

            theRelayCarriesBoth(server, first, second);
            aKeyIsRotated(first, server);
            aKeyIsDestroyed(second, service, server);
            second.post(
                            Tenant.path(kept) + "/private-key/export",
                            Map.of("format", "pkcs8", "passphrase", "correct horse battery"))
                    .expect(409, "state_conflict");
            aSweepFindsNothing(first);
        } finally {
            service.context().close();
        }
        server.assertNobodyGoesPastRowLevelSecurity();
    }

    private static UUID issued(Caller caller, String name) {
        UUID root = authority(caller, "root-of-" + caller.organizationId(), Map.of());
        authority(caller, "ca-of-" + caller.organizationId(), Map.of("issuer_id", root));
        return caller.post(
                        Tenant.CERTIFICATES,
                        Tenant.madeKey(name, Map.of("algorithm", "ECDSA", "curve", "P-256", "exportable", true)))
                .expect(201)
                .id();
    }

    private static UUID authority(Caller caller, String name, Map<String, ?> members) {
        Map<String, Object> body = new HashMap<>(members);
        body.put("name", name);
        body.put("subject", Map.of("common_name", name));
        return caller.post(Tenant.AUTHORITIES, body).expect(201).id();
    }

    private static void theRelayCarriesBoth(ManagedServer server, Caller first, Caller second) {
        await().atMost(LONG)
                .until(
                        () -> first.get(Tenant.CERTIFICATES + "?status=revoked").text(),
                        list -> list.contains("revoked.example"));
        await().atMost(LONG).until(() -> second.get(Tenant.CERTIFICATES).text(), list -> list.contains("kept.example"));
        String tenants = "SELECT count(DISTINCT organization_id) FROM certificate_metadata";
        assertThat(server.query(ClmDatabase.CORE, "clm_core_service", tenants)).containsExactly("2");
        assertThat(server.query(ClmDatabase.CORE, "clm_core_user", tenants)).containsExactly("0");
        assertThat(server.query(ClmDatabase.CORE, "clm_core_owner", tenants)).containsExactly("0");
    }

    private static void aKeyIsRotated(Caller caller, ManagedServer server) {
        UUID key = activeKey(caller, server);
        Answer begun = caller.post(KEYS + key + "/rotate", Map.of("rotation_type", "manual"))
                .expect(202);
        await().atMost(LONG)
                .until(
                        () -> caller.get("/api/v1/key-rotations/" + begun.id())
                                .expect(200)
                                .text("rotation_status"),
                        "completed"::equals);
    }

    /** The application asks, the job looks twice and shreds; only the days between are made up. */
    private static void aKeyIsDestroyed(Caller caller, RunningService service, ManagedServer server) {
        UUID key = activeKey(caller, server);
        String keyId = caller.get(KEYS + key).expect(200).text("key_id");
        caller.post(KEYS + key + "/destroy", Map.of("shred", true, "key_id", keyId, "stop_organization", true))
                .expect(202);
        DueDestructions job = service.context().getBean(DueDestructions.class);
        server.executeAsSuperuser(
                ClmDatabase.SECURE,
                "UPDATE key_destructions SET requested_at = requested_at - interval '8 days', due_at = due_at - interval '8 days'");
        job.run();
        assertThat(server.query(
                        ClmDatabase.SECURE,
                        "clm_secure_service",
                        "SELECT due_seen_at IS NOT NULL FROM key_destructions"))
                .as("the first look")
                .containsExactly("t");
        server.executeAsSuperuser(
                ClmDatabase.SECURE, "UPDATE key_destructions SET due_seen_at = due_seen_at - interval '6 minutes'");
        job.run();
        assertThat(caller.get(KEYS + key + "/receipt")
                        .expect(200)
                        .json()
                        .get("private_keys_lost")
                        .asInt())
                .isEqualTo(1);
    }

    private static void aSweepFindsNothing(Caller caller) {
        Answer begun = caller.post(RUNS, "{\"repair\":false}");
        Answer run = await().atMost(LONG)
                .until(
                        () -> caller.get(RUNS + "/" + begun.id()).expect(200),
                        answer -> !"running".equals(answer.text("status")));
        assertThat(run.text("status")).as(run.text()).isEqualTo("completed");
        assertThat(run.json().path("candidates").asInt()).as(run.text()).isZero();
    }

    private static UUID activeKey(Caller caller, ManagedServer server) {
        List<String> keys = server.query(
                ClmDatabase.SECURE,
                "clm_secure_service",
                "SELECT id FROM encryption_keys WHERE purpose = 'certificate' AND key_status = 'active' AND organization_id = '"
                        + caller.organizationId() + "'");
        assertThat(keys).hasSize(1);
        return UUID.fromString(keys.get(0));
    }

    /** pg_dump asks for row_security = off, which errs where a policy would bind; with its option it reads by the policies. */
    private void theBackupHasEveryTenant(ManagedServer server) throws IOException, InterruptedException {
        server.givePassword("clm_backup", "of-the-backup");
        for (ClmDatabase database : ClmDatabase.values()) {
            Path dump = folder.resolve(database + ".sql");
            Judge.assertSatisfied(
                    folder,
                    DebianServer.tool("pg_dump"),
                    "--enable-row-security",
                    "-d",
                    server.address("clm_backup", "of-the-backup", database.databaseName()),
                    "-f",
                    dump.toString());
            assertThat(dump).content().contains("revoked.example", "kept.example");
        }
    }

    private static String run(Map<String, String> environment, String... arguments) {
        try (ServiceProcess process = ServiceProcess.start(environment, arguments)) {
            int code = process.exitCode();
            assertThat(code).as(process.stdout() + process.stderr()).isZero();
            return process.stdout();
        }
    }
}
