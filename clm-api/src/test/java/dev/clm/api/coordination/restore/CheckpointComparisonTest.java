package dev.clm.api.coordination.restore;

import static dev.clm.common.coordination.Fence.OlderDatabase.BOTH;
import static dev.clm.common.coordination.Fence.OlderDatabase.CORE;
import static dev.clm.common.coordination.Fence.OlderDatabase.SECURE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.coordination.Checkpoint;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CheckpointComparisonTest {
    @Test
    void twoNewDatabasesAreOfOneTime() {
        CheckpointComparison fresh =
                new CheckpointComparison(Optional.empty(), Optional.empty(), false, false, false, false);

        assertThat(fresh.older()).isEmpty();
        assertThat(fresh.nextNumber()).isEqualTo(1);
    }

    @Test
    void theSameNewestPairIsOneTime() {
        assertThat(comparison(pair(7, true), pair(7, true), true, true).older()).isEmpty();
    }

    @Test
    void aPairThatSecureLacksMakesSecureTheOlder() {
        assertThat(comparison(pair(7, true), pair(9, true), false, true).older())
                .contains(SECURE);
    }

    @Test
    void aCompletedPairThatCoreLacksMakesCoreTheOlder() {
        assertThat(comparison(pair(8, true), pair(7, true), true, false).older())
                .contains(CORE);
    }

    @Test
    void anUnfinishedPairIsACrashAndNoRestore() {
        CheckpointComparison crashed = comparison(pair(8, false), pair(7, true), true, false);

        assertThat(crashed.older()).isEmpty();
        assertThat(crashed.isUnfinished()).isTrue();
        assertThat(comparison(pair(8, false), pair(8, true), true, true).isUnfinished())
                .isTrue();
    }

    @Test
    void anUnfinishedPairFarAheadMakesCoreTheOlder() {
        assertThat(comparison(pair(20, false), pair(7, true), true, false).older())
                .contains(CORE);
    }

    @Test
    void pairsThatEachSideHasAloneAreTwoRestores() {
        assertThat(comparison(pair(8, true), pair(8, true), false, false).older())
                .contains(BOTH);
    }

    @Test
    void eventsTellOfARestoreBetweenTwoCheckpoints() {
        Optional<Checkpoint> same = pair(7, true);

        assertThat(new CheckpointComparison(same, same, true, true, true, false).older())
                .contains(CORE);
        assertThat(new CheckpointComparison(same, same, true, true, false, true).older())
                .contains(SECURE);
        assertThat(new CheckpointComparison(same, same, true, true, true, true).older())
                .contains(BOTH);
    }

    private static CheckpointComparison comparison(
            Optional<Checkpoint> secure, Optional<Checkpoint> core, boolean secureHasCore, boolean coreHasSecure) {
        return new CheckpointComparison(secure, core, secureHasCore, coreHasSecure, false, false);
    }

    private static Optional<Checkpoint> pair(long number, boolean completed) {
        return Optional.of(new Checkpoint(UUID.randomUUID(), number, Instant.EPOCH, completed));
    }
}
