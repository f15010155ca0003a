package dev.clm.common.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "0.0.0.0", "::1", "2001:db8::1", "::ffff:192.0.2.1", "0:0:0:0:0:0:0:1"})
    void anAddressIsKept(String text) {
        assertThat(ClientAddress.parse(text)).contains(text);
    }

    @Test
    void aZoneIsLeftOutBecauseInetHasNone() {
        assertThat(ClientAddress.parse("fe80::1%eth0")).contains("fe80::1");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "unknown",
                "1.2.3",
                "1.2.3.256",
                "01.2.3.4",
                "face.de",
                ":",
                ":::",
                "1::2::3",
                "::1'",
                "12345::"
            })
    void whatIsNoAddressIsNone(String text) {
        assertThat(ClientAddress.parse(text)).isEmpty();
    }

    @Test
    void anActorNeverCarriesWhatNoInetColumnTakes() {
        Actor actor = new Actor(
                UUID.randomUUID(), "a", OrganizationId.of(UUID.randomUUID()), Set.of(), "unknown", null, null);

        assertThat(actor.ipAddress()).isNull();
    }
}
