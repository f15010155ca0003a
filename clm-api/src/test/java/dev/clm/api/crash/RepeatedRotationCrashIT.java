package dev.clm.api.crash;

import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * 200 crashes of the service at random points of rotations and 50 of PostgreSQL, or fewer: `-Dcrash.rotation.kills`,
 * `-Dcrash.postgres.kills`. Run by the Maven profile `crash`.
 */
@Tag("crash")
@Tag("K3")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RepeatedRotationCrashIT {
    private static final int KILLS = Integer.getInteger("crash.rotation.kills", 200);
    private static final int POSTGRES_KILLS = Integer.getInteger("crash.postgres.kills", 50);

    private RotationCrashes crashes;

    @BeforeAll
    void start() throws IOException {
        crashes = new RotationCrashes();
    }

    @AfterAll
    void stop() {
        crashes.close();
    }

    @Order(1)
    @ParameterizedTest(name = "kill {0}: {1}")
    @MethodSource("points")
    void everyKeyOpensAfterTheServiceWasKilled(int round, String point) {
        crashes.killService(point);
    }

    @Order(2)
    @ParameterizedTest(name = "kill {0}")
    @MethodSource("postgresKills")
    void everyRotationGoesOnAfterPostgresWasKilled(int round) {
        crashes.crashPostgres();
    }

    @Order(3)
    @Test
    void everyRotationHasComeToItsEnd() {
        crashes.settle();
    }

    Stream<Arguments> points() {
        return IntStream.rangeClosed(1, KILLS).mapToObj(round -> Arguments.of(round, crashes.randomPoint()));
    }

    IntStream postgresKills() {
        return IntStream.rangeClosed(1, POSTGRES_KILLS);
    }
}
