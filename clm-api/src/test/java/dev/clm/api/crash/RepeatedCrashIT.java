package dev.clm.api.crash;

import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Twenty crashes at each fail point, or as many as `-Dcrash.repetitions` says. Run by the Maven profile `crash`. */
@Tag("crash")
@Tag("X3")
@Tag("T4")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepeatedCrashIT {
    private CrashRounds crashes;

    @BeforeAll
    void start() throws IOException {
        crashes = CrashRounds.repeated(Integer.getInteger("crash.repetitions", 20));
    }

    @AfterAll
    void stop() {
        crashes.close();
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("rounds")
    void everyKeyYieldsOneCertificateAndEqualRowsAfterACrash(int round, CrashPoint point) throws Exception {
        crashes.run(round);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"relay.apply.before", "relay.apply.after"})
    void aCrashOfTheRelayThatRepairsAnEarlierCrashIsRepairedToo(String relayPoint) throws Exception {
        crashes.runInRecovery(relayPoint);
    }

    Stream<Arguments> rounds() {
        return IntStream.range(0, crashes.rounds().size())
                .mapToObj(i -> Arguments.of(i, crashes.rounds().get(i)));
    }
}
