package dev.clm.api.coordination.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.clm.api.testing.MovedClock;
import dev.clm.common.database.ClockReading;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A1: what is asked of the databases, and what is known without asking. */
@Tag("T7")
class DatabaseClocksTest {
    private final MovedClock machine = new MovedClock();
    private final MovedClock server = new MovedClock();
    private final AtomicInteger asked = new AtomicInteger();
    private boolean away;

    @Test
    void agreementCostsNoQuestion() {
        DatabaseClocks clocks = compared();
        for (int i = 0; i < 100; i++) {
            clocks.requireAgreement();
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void aJumpOfThisMachinesClockIsSeenAtOnceThoughNobodyAskedADatabase() {
        DatabaseClocks clocks = compared();
        machine.move(Duration.ofDays(8));
        assertThatThrownBy(clocks::requireAgreement)
                .isInstanceOfSatisfying(
                        ClmException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CLOCKS_DIFFER))
                .hasMessageContaining("this machine's clock is 6912");
        machine.move(Duration.ofDays(-8));
        clocks.requireAgreement();
    }

    /** The server's clock was set right, and this machine's with it: the doubt that follows asks, and is gone. */
    @Test
    void aDoubtIsSettledByAsking() throws InterruptedException {
        DatabaseClocks clocks = compared();
        server.move(Duration.ofHours(1));
        machine.move(Duration.ofHours(1));
        Thread.sleep(1_100);
        clocks.requireAgreement();
        assertThat(asked).hasValue(4);
    }

    @Test
    void ofADatabaseThatIsAwayItsLastAnswerCounts() throws InterruptedException {
        DatabaseClocks clocks = compared();
        away = true;
        Thread.sleep(1_100);
        assertThat(clocks.compare()).isEmpty();
        machine.move(Duration.ofDays(-400));
        assertThat(clocks.fault()).isPresent();
    }

    @Test
    void theDatabasesTimeDoesNotFollowThisMachinesClock() {
        DatabaseClocks clocks = compared();
        machine.move(Duration.ofDays(400));
        assertThat(clocks.coreTime()).isBefore(Clock.systemUTC().instant().plusSeconds(60));
    }

    @Test
    void aDifferenceIsToldOnceAndSoIsItsEnd() throws InterruptedException {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger(DatabaseClocks.class);
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
        DatabaseClocks clocks = compared();
        for (Duration move : List.of(Duration.ofDays(8), Duration.ofDays(1), Duration.ofDays(-9), Duration.ZERO)) {
            machine.move(move);
            Thread.sleep(1_050);
            var unused = clocks.compare();
        }
        logger.detachAppender(lines);
        assertThat(lines.list).extracting(line -> line.getLevel().toString()).containsExactly("ERROR", "INFO");
    }

    private DatabaseClocks compared() {
        Supplier<ClockReading> question = () -> {
            if (away) {
                throw ClmException.of(ErrorCode.UNAVAILABLE, "away");
            }
            asked.incrementAndGet();
            return new ClockReading(server.instant(), System.nanoTime(), Duration.ofMillis(1));
        };
        DatabaseClocks clocks = new DatabaseClocks(question, question, machine, Duration.ofMinutes(1));
        assertThat(clocks.compare()).isEmpty();
        return clocks;
    }
}
