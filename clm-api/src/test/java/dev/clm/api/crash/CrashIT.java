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

/** One crash at each fail point from the first commit on; {@link RepeatedCrashIT} has all, and twenty at each. */
@Tag("X3")
@Tag("T4")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashIT {
    private CrashRounds crashes;

    @BeforeAll
    void start() throws IOException {
        crashes = CrashRounds.onceAboutTheCommits();
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

    Stream<Arguments> rounds() {
        return IntStream.range(0, crashes.rounds().size())
                .mapToObj(i -> Arguments.of(i, crashes.rounds().get(i)));
    }
}
