package dev.clm.common.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProcessorWorkTest {
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @Test
    void whoFindsAllProcessorsAndPlacesTakenIsRefusedWithoutAWait() throws Exception {
        try (ProcessorWork work = new ProcessorWork(1, 2)) {
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<Integer> running = CompletableFuture.supplyAsync(() -> work.run(() -> {
                begun.countDown();
                return held(1);
            }));
            begun.await();
            List<CompletableFuture<Integer>> waiting = Stream.of(2, 3)
                    .map(value -> CompletableFuture.supplyAsync(() -> work.run(() -> held(value))))
                    .toList();
            while (work.waiting() < 2) {
                Thread.sleep(1);
            }

            assertThatThrownBy(() -> work.run(() -> 4))
                    .isInstanceOfSatisfying(
                            ClmException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED));

            mayEnd.countDown();
            assertThat(running.join()).isEqualTo(1);
            assertThat(waiting.stream().map(CompletableFuture::join)).containsExactly(2, 3);
            assertThat(work.run(() -> 4)).isEqualTo(4);
        }
    }

    @Test
    void whatFailsFailsAsIfItHadRunHere() {
        try (ProcessorWork work = new ProcessorWork(1, 1)) {
            assertThatThrownBy(() -> work.run(() -> {
                        throw ClmException.of(ErrorCode.VALIDATION_FAILED, "no such key");
                    }))
                    .isInstanceOf(ClmException.class)
                    .hasMessage("no such key");
        }
    }

    private int held(int value) {
        try {
            mayEnd.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return value;
    }
}
