package dev.clm.api.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A sample of {@link RepeatedKeyVerbPointsIT}, another one at each run; `-Dcrash.seed` repeats it. */
@Tag("K6")
class KeyVerbPointsIT {
    private static final int HELD = 2;
    /** Those in which a fault was once found. */
    private static final List<VerbPair> FOUND =
            List.of(new VerbPair(KeyState.DUE, KeyVerb.EXPORT, "export.after", FailPoints.Action.HANG, KeyVerb.ERASE));

    @Test
    void twoVerbsOnTwoInstancesOfWhichOneIsHeldOrKilledAtAPointEnd() throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        System.out.println("two verbs with -Dcrash.seed=" + seed);
        try (VerbPairs pairs = new VerbPairs()) {
            pairs.hold(Stream.concat(FOUND.stream(), sample(FailPoints.Action.HOLD, HELD, seed).stream())
                    .toList());
            pairs.kill(sample(FailPoints.Action.KILL, 1, seed));
            assertThat(pairs.faults()).isEmpty();
            assertThat(pairs.missed()).as("points that were not come to").isEmpty();
        }
    }

    private static List<VerbPair> sample(FailPoints.Action action, int size, long seed) {
        return VerbPair.shuffled(action, seed).subList(0, size);
    }
}
