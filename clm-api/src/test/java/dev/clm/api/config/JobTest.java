package dev.clm.api.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JobTest {
    private static final Duration PAUSE = Duration.ofHours(1);

    @Test
    void eachStepIsRepeatedWhileItsPieceWasFull() {
        List<Integer> pieces = new ArrayList<>();
        AtomicInteger left = new AtomicInteger(2_500);

        Job.inPieces(
                        PAUSE,
                        "cleaning",
                        limit -> {
                            int taken = Math.min(limit, left.get());
                            left.addAndGet(-taken);
                            pieces.add(taken);
                            return taken;
                        },
                        limit -> {
                            pieces.add(-1);
                            return 0;
                        })
                .work()
                .run();

        assertThat(pieces).containsExactly(1_000, 1_000, 500, -1);
    }

    @Test
    void aStepThatNeverEndsIsLeftToTheNextRun() {
        AtomicInteger pieces = new AtomicInteger();

        Job.inPieces(PAUSE, "endless", limit -> {
                    pieces.incrementAndGet();
                    return limit;
                })
                .work()
                .run();

        assertThat(pieces).hasValue(1_000);
    }

    @Test
    void anInterruptedStepEndsWithItsPiece() {
        AtomicInteger pieces = new AtomicInteger();

        Job.inPieces(PAUSE, "interrupted", limit -> {
                    pieces.incrementAndGet();
                    Thread.currentThread().interrupt();
                    return limit;
                })
                .work()
                .run();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(pieces).hasValue(1);
    }
}
