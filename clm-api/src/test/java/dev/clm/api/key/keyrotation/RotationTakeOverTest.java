package dev.clm.api.key.keyrotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.database.PoolSettings;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RotationTakeOverTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Test
    @Tag("K3")
    void nothingThatADeadOrFrozenInstanceLeftHoldsARotationUpForLongerThanHalfAMinute() {
        assertThat(CompleteRotation.LEASE.plus(PoolSettings.ABANDONED).plus(RotationLoop.POLL))
                .isLessThan(BOUND);
    }
}
