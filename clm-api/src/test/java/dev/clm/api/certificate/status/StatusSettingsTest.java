package dev.clm.api.certificate.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.api.config.EnvironmentVariables;
import dev.clm.api.config.SettingsException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusSettingsTest {

    @Test
    void thirtyDaysUnlessSaidOtherwise() {
        assertThat(StatusSettings.of(new EnvironmentVariables(Map.of())).expiringBefore())
                .isEqualTo(Duration.ofDays(30));
        assertThat(of("12h").expiringBefore()).isEqualTo(Duration.ofHours(12));
    }

    /** The database adds it to its time, which does not go on for ever. */
    @Test
    void aTimeThatNoDateCouldHoldIsRefusedByName() {
        assertThatThrownBy(() -> of("999999999d"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("CLM_EXPIRING_BEFORE");
    }

    private static StatusSettings of(String value) {
        return StatusSettings.of(new EnvironmentVariables(Map.of("CLM_EXPIRING_BEFORE", value)));
    }
}
