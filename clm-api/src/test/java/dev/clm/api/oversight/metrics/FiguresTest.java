package dev.clm.api.oversight.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.MovedClock;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C7")
class FiguresTest {
    private final MovedClock clock = new MovedClock();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger counted = new AtomicInteger();
    private Duration lasting = Duration.ZERO;
    private boolean away;

    private final Figures<Integer> figures =
            new Figures<>("test", clock, meters, this::count).gauge("test.figure", Integer::doubleValue, "kind", "any");

    @Test
    void beforeTheFirstCountThereIsNoNumber() {
        assertThat(value("test.figure")).isNaN();
        assertThat(value("clm.figures.age")).isNaN();
    }

    @Test
    void whoReadsCountsNothing() {
        figures.refresh();
        for (int i = 0; i < 3; i++) {
            assertThat(value("test.figure")).isEqualTo(1);
        }
        assertThat(counted).hasValue(1);
    }

    @Test
    void whatCannotBeCountedStaysAsItWasAndGrowsOld() {
        figures.refresh();
        away = true;
        clock.move(Duration.ofMinutes(10));
        figures.refreshWhereDue();

        assertThat(value("test.figure")).isEqualTo(1);
        assertThat(value("clm.figures.age")).isGreaterThanOrEqualTo(600);

        away = false;
        clock.move(Duration.ofMinutes(1));
        figures.refreshWhereDue();
        assertThat(value("test.figure")).isEqualTo(2);
        assertThat(value("clm.figures.age")).isLessThan(600);
    }

    @Test
    void itIsNotCountedAgainForHalfAMinute() {
        figures.refreshWhereDue();
        figures.refreshWhereDue();
        assertThat(counted).hasValue(1);
        clock.move(Duration.ofSeconds(31));
        figures.refreshWhereDue();
        assertThat(counted).hasValue(2);
    }

    @Test
    void whatTakesLongIsCountedMoreSeldom() {
        lasting = Duration.ofSeconds(10);
        figures.refreshWhereDue();
        clock.move(Duration.ofSeconds(400));
        figures.refreshWhereDue();
        assertThat(counted).hasValue(1);
        clock.move(Duration.ofSeconds(150));
        figures.refreshWhereDue();
        assertThat(counted).hasValue(2);
    }

    private int count() {
        clock.move(lasting);
        if (away) {
            throw ClmException.of(ErrorCode.UNAVAILABLE, "away");
        }
        return counted.incrementAndGet();
    }

    private double value(String gauge) {
        return meters.get(gauge).gauge().value();
    }
}
