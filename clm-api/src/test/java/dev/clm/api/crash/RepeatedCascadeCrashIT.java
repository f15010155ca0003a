package dev.clm.api.crash;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A hundred kills, or as many as `-Dcrash.kills` says, with a look at all rows after every tenth. Run by the Maven profile `crash`. */
@Tag("crash")
@Tag("X3")
@Tag("X4")
class RepeatedCascadeCrashIT {
    @Test
    void deletesAndRestoresReachTheOtherDatabaseOnceAfterAHundredKills() throws Exception {
        int wanted = Integer.getInteger("crash.kills", 100);
        try (RandomKills kills = new RandomKills()) {
            for (int kill = 1; kill <= wanted; kill++) {
                kills.killOnce();
                if (kill % 10 == 0 || kill == wanted) {
                    kills.requireTruth();
                }
            }
        }
    }
}
