package dev.clm.api.process.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.ConfiguredServer;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.ServiceProcess;
import dev.clm.migrations.ClmDatabase;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("X5")
class IntegrityCommandIT {
    private static final String LOST = "00000000-0000-7000-8000-0000000000cc";

    /** Metadata of a certificate that is not there, and of one that a restore lost. */
    private static final String ORPHAN = """
            insert into organizations (id, org_name, org_code) values ('00000000-0000-7000-8000-0000000000aa', 'a', 'a');
            insert into certificate_metadata (certificate_id, common_name, certificate_type, status, not_before, not_after,
              owner_user_id, organization_id)
            values ('00000000-0000-7000-8000-0000000000bb', 'a.example', 'server', 'active', now(), now() + interval '1 d',
              '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-0000000000aa');
            insert into certificate_metadata (certificate_id, common_name, certificate_type, status, not_before, not_after,
              owner_user_id, organization_id, secure_lost_at)
            values ('00000000-0000-7000-8000-0000000000cc', 'b.example', 'server', 'active', now(), now() + interval '1 d',
              '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-0000000000aa', now())""";

    private static final String ORPHAN_OF_ANYBODY = """
            insert into certificate_metadata (certificate_id, common_name, certificate_type, status, not_before, not_after,
              owner_user_id, organization_id)
            select ?, 'beside.example', 'server', 'active', now(), now() + interval '1 d',
              '00000000-0000-7000-8000-000000000001', id from organizations limit 1""";

    @TempDir
    private Path folder;

    @Test
    void aRunReportsARepairRunRepairsAndWhatARestoreLostIsAcknowledged() {
        try (ConfiguredServer server = ConfiguredServer.start(folder)) {
            server.migrate();
            Map<String, String> environment = server.with("CLM_INTEGRITY_GRACE", "1s");
            assertThat(run(0, environment)).contains("0 open");
            server.executeAsSuperuser(ClmDatabase.CORE, ORPHAN);
            assertThat(run(1, environment))
                    .contains("certificate_metadata.certificate_id", "target missing", "2 open")
                    .contains("00000000-0000-7000-8000-0000000000bb");
            String repaired = run(1, environment, "--repair");
            assertThat(repaired).contains("1 repaired", "1 open");
            String finding = repaired.lines()
                    .filter(line -> line.contains(LOST) && line.contains("certificate_metadata.certificate_id"))
                    .map(line -> line.substring(0, 36))
                    .findFirst()
                    .orElseThrow();
            assertThat(command(0, environment, "ignore", finding)).contains("ignored " + finding);
            assertThat(run(0, environment)).contains("0 open");
        }
    }

    @Test
    void aRunBesideAServiceThatServesFromTheFolderComparesItsDatabases() {
        UUID orphan = UUID.randomUUID();
        Rows.core(ORPHAN_OF_ANYBODY, orphan);
        try {
            Path served = RunningService.shared().folder();
            assertThat(run(1, Map.of("CLM_DATA_DIR", served.toString())))
                    .contains("certificate_metadata.certificate_id", orphan.toString());
        } finally {
            Rows.core(
                    "set session_replication_role = replica; delete from certificate_metadata where certificate_id = ?",
                    orphan);
        }
    }

    private static String run(int expectedCode, Map<String, String> environment, String... options) {
        return command(expectedCode, environment, "run", options);
    }

    private static String command(int expectedCode, Map<String, String> environment, String verb, String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "integrity";
        all[1] = verb;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        Map<String, String> abroad = new HashMap<>(environment);
        abroad.put("JDK_JAVA_OPTIONS", "-Duser.timezone=PST -Duser.language=ar -Duser.country=EG");
        try (ServiceProcess process = ServiceProcess.start(abroad, all)) {
            int code = process.exitCode();
            String output = process.stdout() + process.stderr();
            assertThat(code).as(output).isEqualTo(expectedCode);
            assertThat(output).as("digits").doesNotContainPattern("[\\u0660-\\u0669]");
            return output;
        }
    }
}
