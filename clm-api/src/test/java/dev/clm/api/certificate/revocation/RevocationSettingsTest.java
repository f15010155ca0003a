package dev.clm.api.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.config.EnvironmentVariables;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R2")
class RevocationSettingsTest {

    @Test
    void unlessSaidOtherwise() {
        assertThat(of(Map.of()))
                .isEqualTo(new RevocationSettings(20_000, Duration.ofMinutes(10), 50_000, Duration.ofDays(3650)));
    }

    @Test
    void eachIsReadFromItsVariable() {
        assertThat(of(Map.of(
                        "CLM_CRL_LARGE", "1000",
                        "CLM_CRL_FULL_INTERVAL", "5m",
                        "CLM_CRL_SHARD_SIZE", "2",
                        "CLM_CRL_CODE_SIGNING_KEPT", "7300d")))
                .isEqualTo(new RevocationSettings(1000, Duration.ofMinutes(5), 2, Duration.ofDays(7300)));
    }

    private static RevocationSettings of(Map<String, String> variables) {
        return RevocationSettings.of(new EnvironmentVariables(variables));
    }
}
