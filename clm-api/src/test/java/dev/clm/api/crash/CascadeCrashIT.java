package dev.clm.api.crash;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One kill; {@link RepeatedCascadeCrashIT} has a hundred. */
@Tag("X3")
@Tag("X4")
class CascadeCrashIT {
    @Test
    void deletesAndRestoresReachTheOtherDatabaseOnceAfterAKill() throws Exception {
        try (RandomKills kills = new RandomKills()) {
            kills.killOnce();
            kills.requireTruth();
        }
    }
}
