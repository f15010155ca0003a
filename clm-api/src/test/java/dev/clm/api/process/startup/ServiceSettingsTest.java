package dev.clm.api.process.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.api.config.EnvironmentVariables;
import dev.clm.api.coordination.sweep.SweepSettings;
import dev.clm.api.key.encryptionkey.EncryptionKeySettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceSettingsTest {

    @Test
    void nothingSetMeansTheDefaultsOfEveryRoom() {
        ServiceSettings settings = settings(Map.of());

        assertThat(settings.process().configuredDatabases()).isEmpty();
        assertThat(settings.of(EncryptionKeySettings.class).usageLimit()).isEqualTo(1L << 31);
        assertThat(settings.of(SweepSettings.class).grace()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    @Tag("K4")
    void usageLimitBeyondTheBoundOfNistIsRefused() {
        assertThatThrownBy(() -> settings(Map.of("CLM_KEY_USAGE_LIMIT", "4294967297")))
                .hasMessageStartingWith("CLM_KEY_USAGE_LIMIT must be a whole number");
    }

    @ParameterizedTest
    @CsvSource({
        "CLM_KEY_DESTRUCTION_DELAY, soon",
        "CLM_INTEGRITY_GRACE, 15",
        "CLM_INTEGRITY_SCHEDULE, at night",
        "CLM_CHECKPOINT_INTERVAL, 1 minute",
        "CLM_CASCADE_EFFECTS_KEPT, for good",
        "CLM_ROTATION_WORKERS, 9",
        "CLM_ROTATION_ROWS_PER_SECOND, -1"
    })
    void aMalformedSettingIsRefusedByName(String variable, String value) {
        assertThatThrownBy(() -> settings(Map.of(variable, value))).hasMessageStartingWith(variable + " must be");
    }

    @Test
    void theFaultsOfAllRoomsAreToldAtOnce() {
        assertThatThrownBy(() -> settings(
                        Map.of("CLM_HTTP_PORT", "web", "CLM_INTEGRITY_GRACE", "soon", "CLM_ROTATION_WORKERS", "0")))
                .message()
                .matches("CLM_HTTP_PORT .*\\RCLM_INTEGRITY_GRACE .*\\RCLM_ROTATION_WORKERS .*");
    }

    @Test
    void whatIsCalledLikeASettingAndIsNoneIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> settings(Map.of("CLM_HTPP_PORT", "80", "CLM_SECURE_DB_PASWORD_FILE", "/x")))
                .message()
                .matches("CLM_HTPP_PORT is no setting; did you mean CLM_HTTP_PORT\\?"
                        + "\\RCLM_SECURE_DB_PASWORD_FILE is no setting; did you mean CLM_SECURE_DB_PASSWORD_FILE\\?");
        assertThatThrownBy(() -> settings(Map.of("CLM_MASTERKEY", "x"))).hasMessageContaining("CLM_MASTER_KEY?");
        assertThatThrownBy(() -> settings(Map.of("CLM_SOMETHING_ELSE", "x")))
                .hasMessage("CLM_SOMETHING_ELSE is no setting");
    }

    @Test
    void settingsOfCommandsAndOfEverySourceOfAKeyAreSettings() {
        settings(Map.of(
                "CLM_CORE_DB_ADMIN_PASSWORD", "x",
                "CLM_SECURE_DB_OWNER_PASSWORD_FILE", "/x",
                "CLM_NEXT_MASTER_KEY_PKCS12_ALIAS", "x",
                "CLM_FAIL_POINT", ""));
    }

    @Test
    void addressesThatKubernetesGivesEveryPodAreNoSettings() {
        ServiceSettings settings = settings(Map.of(
                "CLM_HTTP_PORT", "tcp://10.0.0.7:80",
                "CLM_HTTP_PORT_80_TCP_ADDR", "10.0.0.7",
                "CLM_HTTP_SERVICE_HOST", "10.0.0.7",
                "CLM_HTTP_SERVICE_PORT_WEB", "80",
                "CLM_PORT", "tcp://10.0.0.8:443",
                "CLM_SERVICE_PORT", "443"));
        assertThat(settings.process().http().port()).isEqualTo(8080);
        assertThat(settings.ignored()).hasSize(6);
    }

    private static ServiceSettings settings(Map<String, String> variables) {
        return ServiceSettings.of(new EnvironmentVariables(variables));
    }
}
