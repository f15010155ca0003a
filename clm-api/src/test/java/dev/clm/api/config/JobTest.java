package dev.clm.api.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JobTest {
    /** More in one run than an hour of issuance leaves behind. */
    @Test
    void workInPiecesGoesOnUntilNothingIsLeft() {
        AtomicInteger left = new AtomicInteger(12_345_678);
        AtomicInteger second = new AtomicInteger();
        Job job = Job.inPieces(
                Duration.ofHours(1),
                "cleaning",
                limit -> {
                    int taken = Math.min(limit, left.get());
                    left.addAndGet(-taken);
                    return taken;
                },
                limit -> {
                    second.incrementAndGet();
                    return 0;
                });

        job.work().run();

        assertThat(left).hasValue(0);
        assertThat(second).hasValue(1);
    }
}
