package dev.clm.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                        | 10.0.0.5    | 198.51.100.1                         | 10.0.0.5",
                "10.0.0.5                | 10.0.0.5    | 198.51.100.1                         | 198.51.100.1",
                "10.0.0.5                | 10.0.0.6    | 198.51.100.1                         | 10.0.0.6",
                "10.0.0.0/8              | 10.0.0.5    | 203.0.113.9, 198.51.100.1            | 198.51.100.1",
                "10.0.0.0/8, 192.0.2.7   | 10.0.0.5    | 203.0.113.9, 198.51.100.1, 192.0.2.7 | 198.51.100.1",
                "10.0.0.0/8              | 10.0.0.5    | 10.0.0.9, 10.0.0.8                   | 10.0.0.9",
                "10.0.0.0/8              | 10.0.0.5    | 198.51.100.1:4711                    | 198.51.100.1",
                "2001:db8::/32           | 2001:db8::1 | [2a00:1::2]:443                      | 2a00:1::2",
                "2001:db8::/32           | 2001:db8::1 | 2a00:1::2                            | 2a00:1::2",
                "10.0.0.0/8              | 10.0.0.5    | 198.51.100.1, localhost              | 10.0.0.5",
                "10.0.0.0/8              | 10.0.0.5    | 198.51.100.1, 999.1.1.1              | 10.0.0.5",
                "10.0.0.0/8              | 10.0.0.5    | 198.51.100.1, :::                    | 10.0.0.5",
                "10.0.0.0/8              | 10.0.0.5    | 198.51.100.1, 1::2::3                | 10.0.0.5",
                "10.0.0.0/8              | 10.0.0.5    | unknown                              | 10.0.0.5",
                "10.0.0.0/8              | 10.0.0.5    |                                      | 10.0.0.5",
                "10.0.0.0/8              | ::1         | 198.51.100.1                         | ::1",
            })
    void theRightmostHopThatIsNotTrustedIsTheCaller(String trusted, String peer, String forwarded, String caller) {
        List<String> headers = forwarded == null ? List.of() : List.of(forwarded);

        assertThat(proxies(trusted == null ? "" : trusted).caller(peer, headers))
                .isEqualTo(caller);
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(proxies("10.0.0.0/8").caller("10.0.0.5", Arrays.asList("203.0.113.9", "198.51.100.1, 10.1.1.1")))
                .isEqualTo("198.51.100.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example.com", "10.0.0.0/33", "10.0.0", "fe80::/129", "*", "10.0.0.1 10.0.0.2"})
    void whatIsNoAddressIsRefusedByTheNameOfTheVariable(String wrong) {
        assertThatThrownBy(() -> proxies(wrong))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("CLM_TRUSTED_PROXIES")
                .hasMessageContaining(wrong.strip());
    }

    private static TrustedProxies proxies(String value) {
        return TrustedProxies.of(new EnvironmentVariables(Map.of("CLM_TRUSTED_PROXIES", value)));
    }
}
