package dev.clm.api.protocol.publicfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PublishedFilesTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final InstantSource time = now::get;
    private final Clock clock = time.withZone(ZoneOffset.UTC);
    private final PublishedFiles files = new PublishedFiles(clock);
    private final AtomicInteger lookUps = new AtomicInteger();

    @Test
    void aFileIsLookedUpOnceASecond() {
        assertThat(files.file("ca/crl.der", this::next)).containsExactly(1);
        assertThat(files.file("ca/crl.der", this::next)).containsExactly(1);
        now.set(Instant.EPOCH.plus(Duration.ofSeconds(1)));
        assertThat(files.file("ca/crl.der", this::next)).containsExactly(2);
    }

    @Test
    void filesAreKeptByName() {
        assertThat(files.file("ca/crl.der", this::next)).containsExactly(1);
        assertThat(files.file("ca/ca.pem", this::next)).containsExactly(2);
    }

    @Test
    void aFailureIsNotKept() {
        assertThatThrownBy(() -> files.file("ca/crl.der", () -> {
                    throw new IllegalStateException("not there");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(files.file("ca/crl.der", this::next)).containsExactly(1);
    }

    private byte[] next() {
        return new byte[] {(byte) lookUps.incrementAndGet()};
    }
}
