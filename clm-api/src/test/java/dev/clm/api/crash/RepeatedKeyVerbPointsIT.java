package dev.clm.api.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two verbs of keys on two instances, in a state where the first leads somewhere, the first held or its instance killed at a
 * fail point that it passes. Every two verbs meet so at every point of the first where it is held; `-Dcrash.verbs.holds`,
 * `….hangs` and `….kills` run more (each in every state) or less of them, in an order that `-Dcrash.seed` repeats;
 * `-Dcrash.verbs.pairs` is a pattern of those to choose from. Run by the Maven profile `crash`.
 */
@Tag("crash")
@Tag("K6")
class RepeatedKeyVerbPointsIT {
    private static final int HOLDS = Integer.getInteger("crash.verbs.holds", VerbPair.meetings(FailPoints.Action.HOLD));
    private static final int HANGS = Integer.getInteger("crash.verbs.hangs", 120);
    private static final int KILLS = Integer.getInteger("crash.verbs.kills", 150);
    private static final Pattern PAIRS = Pattern.compile(System.getProperty("crash.verbs.pairs", ".*"));

    private final long seed = Long.getLong("crash.seed", System.nanoTime());
    private VerbPairs pairs;

    @BeforeEach
    void start() throws IOException {
        System.out.println("two verbs with -Dcrash.seed=" + seed);
        pairs = new VerbPairs();
    }

    @AfterEach
    void stop() {
        pairs.close();
    }

    @Test
    void everyTwoVerbsEndOfWhichOneIsHeldAtAnyPoint() throws Exception {
        pairs.hold(chosen(FailPoints.Action.HOLD, HOLDS));
        requireNoFault();
    }

    @Test
    void everyTwoVerbsEndOfWhichOneHangsInsideATransaction() throws Exception {
        pairs.hold(chosen(FailPoints.Action.HANG, HANGS));
        requireNoFault();
    }

    @Test
    void everyTwoVerbsEndOfWhichOneIsKilledAtAnyPoint() {
        pairs.kill(chosen(FailPoints.Action.KILL, KILLS));
        requireNoFault();
    }

    private List<VerbPair> chosen(FailPoints.Action action, int most) {
        return VerbPair.shuffled(action, seed).stream()
                .filter(pair -> PAIRS.matcher(pair.toString()).find())
                .limit(most)
                .toList();
    }

    private void requireNoFault() {
        assertThat(pairs.faults()).isEmpty();
        assertThat(pairs.missed()).as("points that were not come to").isEmpty();
    }
}
