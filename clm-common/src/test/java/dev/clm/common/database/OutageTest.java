package dev.clm.common.database;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@Tag("C5")
class OutageTest {
    private static final SQLException REFUSED = new SQLException("Connection to db:5432 refused", "08001");
    private static final SQLException AWAY = new SQLTransientConnectionException("pool - timed out", "08001", REFUSED);
    private static final SQLException LOCKED = new SQLException("lock", SqlState.LOCK_NOT_AVAILABLE);
    private static final SQLException DUPLICATE = new SQLException("key", SqlState.UNIQUE_VIOLATION);

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Outage.class);
    private Duration now = Duration.ofDays(1);
    private final Outage outage = new Outage("clm_x_db", () -> now.toNanos());

    @BeforeEach
    void read() {
        lines.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
    }

    @AfterEach
    void forget() {
        outage.forget();
        logger.detachAppender(lines);
    }

    @Test
    void itIsToldOnceAndThenOnceAMinuteAndWhenItIsOver() {
        for (int second = 0; second < 130; second++) {
            outage.failed(AWAY);
            assertThat(Outage.tells(AWAY)).isTrue();
            assertThat(Outage.tells(new IllegalStateException(AWAY))).isTrue();
            pass(1);
        }
        outage.answered();
        pass(10);
        outage.answered();
        outage.answered();

        assertThat(told())
                .containsExactly(
                        "clm_x_db is not available: Connection to db:5432 refused",
                        "clm_x_db has not been available for 60 s: Connection to db:5432 refused"
                                + " (120 lines about it were left out)",
                        "clm_x_db has not been available for 120 s: Connection to db:5432 refused"
                                + " (120 lines about it were left out)",
                        "clm_x_db is available again, after 130 s (20 lines about it were left out)");
        assertThat(Outage.tells(AWAY)).isFalse();
    }

    @Test
    void whatFailsNowAndThenIsOneOutage() {
        for (int i = 0; i < 20; i++) {
            outage.failed(AWAY);
            outage.answered();
            pass(2);
            outage.answered();
        }
        assertThat(told()).hasSize(1);
    }

    @Test
    void theNextOneIsToldAgain() {
        for (int i = 0; i < 2; i++) {
            outage.failed(AWAY);
            outage.answered();
            pass(10);
            outage.answered();
        }
        assertThat(told()).hasSize(4);
    }

    @Test
    void locksAndConflictsAreNoOutage() {
        outage.failed(LOCKED);
        outage.failed(DUPLICATE);
        assertThat(told()).isEmpty();

        outage.failed(AWAY);
        assertThat(Outage.tells(LOCKED)).isFalse();
        assertThat(Outage.tells(DUPLICATE)).isFalse();
        assertThat(Outage.tells(new IllegalStateException("a fault of ours"))).isFalse();
    }

    /** As a scheduler says it whose rollback fails on the connection that was cut. */
    @Test
    void whatFailedWhileCleaningUpIsLeftOutToo() {
        Exception rollback = new IllegalStateException("rollback", new SQLException("Connection is closed"));
        rollback.addSuppressed(new IllegalStateException(AWAY));
        outage.failed(AWAY);
        assertThat(Outage.tells(rollback)).isTrue();
    }

    @Test
    void aFailureThatNoPoolHasToldOfIsNotLeftOut() {
        assertThat(Outage.tells(AWAY)).isFalse();
    }

    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
    }

    private List<String> told() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
