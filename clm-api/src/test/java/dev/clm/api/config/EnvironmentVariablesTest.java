package dev.clm.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentVariablesTest {
    @Test
    void blankCountsAsNotSet() {
        assertThat(environment("X", "  ").text("X")).isEmpty();
        assertThat(environment("X", "").integer("X", 7, 0, 9)).isEqualTo(7);
    }

    @Test
    void numberOutOfRangeIsRefusedByName() {
        assertThatThrownBy(() -> environment("CLM_HTTP_PORT", "70000").integer("CLM_HTTP_PORT", 1, 0, 65535))
                .isInstanceOf(SettingsException.class)
                .hasMessage("CLM_HTTP_PORT must be a whole number from 0 to 65535, not '70000'");
    }

    @Test
    void wordIsNoNumber() {
        assertThatThrownBy(() -> environment("N", "ten").number("N", 1, 0, 9)).hasMessageContaining("'ten'");
    }

    @Test
    void durationsCarryAUnit() {
        assertThat(environment("D", "15m").duration("D", Duration.ZERO)).isEqualTo(Duration.ofMinutes(15));
        assertThat(environment("D", "7d").duration("D", Duration.ZERO)).isEqualTo(Duration.ofDays(7));
        assertThat(environment("D", "24h").duration("D", Duration.ZERO)).isEqualTo(Duration.ofHours(24));
        assertThat(environment("D", "90s").duration("D", Duration.ZERO)).isEqualTo(Duration.ofSeconds(90));
        assertThatThrownBy(() -> environment("D", "15").duration("D", Duration.ZERO))
                .hasMessageStartingWith("D must be a duration");
    }

    @Test
    void flagIsTrueOrFalseAndNothingElse() {
        assertThat(environment("F", "TRUE").flag("F", false)).isTrue();
        assertThat(environment("F", "no").flag("F", true)).isFalse();
        assertThatThrownBy(() -> environment("F", "maybe").flag("F", true)).hasMessageContaining("F must be");
    }

    @Test
    void unknownWordOfAnEnumerationIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> environment("P", "staging").oneOf("P", Profile.class, Profile.DEVELOPMENT))
                .hasMessage("P must be one of development, production, not 'staging'");
    }

    @Test
    void addressLosesItsTrailingSlashAndMustBeHttp() {
        assertThat(environment("U", "https://ca.example.com/").httpAddress("U", "http://x"))
                .hasToString("https://ca.example.com");
        for (String wrong : new String[] {"ftp://x", "ca.example.com", "http://", "http://x/?q=1", "http://a b"}) {
            assertThatThrownBy(() -> environment("U", wrong).httpAddress("U", "http://x"))
                    .hasMessageStartingWith("U must be an http or https address");
        }
    }

    private static EnvironmentVariables environment(String name, String value) {
        return new EnvironmentVariables(Map.of(name, value));
    }
}
