package dev.clm.api.coordination.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A1: which clocks differ, and by how much. */
@Tag("T7")
class ClockComparisonTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aMinuteIsAllowedAndNoMore() {
        assertThat(fault(seconds(60), seconds(0), Duration.ZERO)).isEmpty();
        assertThat(fault(seconds(61), seconds(0), Duration.ZERO))
                .contains("this machine's clock is 61 s behind clm_secure_db's clock,"
                        + " clm_core_db's clock is 61 s behind clm_secure_db's clock");
    }

    @Test
    void twoDatabasesThatDifferAreAFaultThoughEachIsNearTheMachine() {
        assertThat(fault(seconds(-40), seconds(40), Duration.ZERO))
                .contains("clm_core_db's clock is 80 s ahead of clm_secure_db's clock");
    }

    /** A database that answers slowly is not taken for one with a wrong clock. */
    @Test
    void whatTheRoundTripLeavesOpenIsNoFault() {
        assertThat(fault(seconds(65), seconds(65), Duration.ofSeconds(10))).isEmpty();
        assertThat(fault(seconds(75), seconds(75), Duration.ofSeconds(10))).isPresent();
    }

    @Test
    void aDatabaseThatNeverAnsweredIsNoFault() {
        assertThat(fault(Optional.empty(), seconds(0), Duration.ZERO)).isEmpty();
        assertThat(fault(Optional.empty(), Optional.empty(), Duration.ZERO)).isEmpty();
    }

    private static Optional<Instant> seconds(int ahead) {
        return Optional.of(NOW.plusSeconds(ahead));
    }

    private static Optional<String> fault(Optional<Instant> secure, Optional<Instant> core, Duration uncertainty) {
        return new ClockComparison(NOW, secure, core, uncertainty).fault(MINUTE);
    }
}
