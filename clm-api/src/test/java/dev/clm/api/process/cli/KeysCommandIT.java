package dev.clm.api.process.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.ServiceProcess;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("K3")
class KeysCommandIT {
    private final RunningService service = RunningService.shared();

    @Test
    void aKeyIsRotatedFromTheCommandLineAndTheBarGoesToItsEnd() {
        String keyId = Rows.secure(
                        String.class,
                        "select k.key_id from encryption_keys k where k.key_status = 'active' and exists"
                                + " (select from certificate_authorities a where a.name = 'development-root'"
                                + " and a.organization_id = k.organization_id)")
                .get(0);

        try (ServiceProcess command = rotate(keyId)) {
            assertThat(command.exitCode()).as(command.stderr()).isZero();
            assertThat(command.stdout()).contains("completed");
            assertThat(command.stderr()).contains("100 %");
        }
        try (ServiceProcess again = rotate(keyId)) {
            assertThat(again.exitCode()).isEqualTo(1);
            assertThat(again.stderr()).contains("clm: refused: the key is retired");
        }
    }

    private ServiceProcess rotate(String key) {
        return ServiceProcess.start(
                Map.of(),
                "keys",
                "rotate",
                key,
                "--url=http://127.0.0.1:" + service.port(),
                "--api-key-file=" + service.folder().resolve("admin-api-key"));
    }
}
