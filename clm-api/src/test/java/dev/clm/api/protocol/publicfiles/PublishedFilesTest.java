package dev.clm.api.protocol.publicfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PublishedFilesTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final InstantSource time = now::get;
    private final Clock clock = time.withZone(ZoneOffset.UTC);
    private final List<String> names = new CopyOnWriteArrayList<>();
    private final PublishedFiles files =
            new PublishedFiles(clock, clock, new PublishedNames(clock, () -> names), 1_000);
    private final AtomicInteger lookUps = new AtomicInteger();

    @Test
    void aFileIsLookedUpOnceASecond() {
        assertThat(content("ca/crl.der")).containsExactly(1);
        assertThat(content("ca/crl.der")).containsExactly(1);
        now.set(Instant.EPOCH.plus(Duration.ofSeconds(1)));
        assertThat(content("ca/crl.der")).containsExactly(2);
    }

    @Test
    void filesAreKeptByName() {
        assertThat(content("ca/crl.der")).containsExactly(1);
        assertThat(content("ca/ca.pem")).containsExactly(2);
    }

    @Test
    void aFileThatIsStillTheSameIsNotReadAgain() {
        byte[] first = content("ca/crl.der");
        now.set(Instant.EPOCH.plus(Duration.ofSeconds(2)));
        assertThat(files.file("ca/crl.der", known -> known).content()).isSameAs(first);
    }

    @Test
    void aFailureIsNotKept() {
        assertThatThrownBy(() -> files.file("ca/crl.der", known -> {
                    throw new IllegalStateException("not there");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(content("ca/crl.der")).containsExactly(1);
    }

    @Test
    void aFileThatWasServedIsServedWhileTheDatabaseIsAwayUntilItsNextUpdate() {
        Instant nextUpdate = Instant.EPOCH.plus(Duration.ofDays(1));
        files.file("ca/crl.der", known -> new PublishedFile(new byte[] {1}, "1", null, nextUpdate));
        content("ca/ca.pem");

        now.set(nextUpdate.minusMillis(1));
        assertThat(files.file("ca/crl.der", known -> away()).content()).containsExactly(1);
        now.set(nextUpdate);
        assertThatThrownBy(() -> files.file("ca/crl.der", known -> away())).hasMessage("away");
        assertThat(files.file("ca/ca.pem", known -> away()).content()).containsExactly(1);
        assertThatThrownBy(() -> files.file("ca/unseen.der", known -> away())).hasMessage("away");
    }

    @Test
    void whatFailsForAnotherReasonIsNotServedFromMemory() {
        content("ca/crl.der");
        now.set(Instant.EPOCH.plus(Duration.ofSeconds(2)));
        assertThatThrownBy(() -> files.file("ca/crl.der", known -> {
                    throw ClmException.of(ErrorCode.NOT_FOUND, "gone");
                }))
                .hasMessage("gone");
        assertThatThrownBy(() -> files.file("ca/crl.der", known -> away())).hasMessage("away");
    }

    @Test
    void whatIsKeptIsBoundedAndTheLongestUnseenGoesFirst() {
        for (int i = 0; i < 4; i++) {
            now.set(Instant.EPOCH.plus(Duration.ofSeconds(i)));
            files.file("ca/" + i, known -> new PublishedFile(new byte[400], "1", null, null));
        }
        now.set(Instant.EPOCH.plus(Duration.ofSeconds(10)));
        assertThat(files.file("ca/3", known -> away()).content()).hasSize(400);
        assertThat(files.file("ca/2", known -> away()).content()).hasSize(400);
        assertThatThrownBy(() -> files.file("ca/1", known -> away())).hasMessage("away");
    }

    private static PublishedFile away() {
        throw ClmException.of(ErrorCode.UNAVAILABLE, "away", new SQLException("connection refused", "08001"));
    }

    @Test
    void aFileThatIsThereDoesNotWaitForNamesThatSomebodyMakesUp() throws Exception {
        content("ca/crl.der");
        now.set(Instant.EPOCH.plus(Duration.ofSeconds(2)));
        besideAStranger(() -> assertThat(content("ca/crl.der")).containsExactly(2));
    }

    /** As after a restart. */
    @Test
    void aFileThatWasNeverServedDoesNotWaitForNamesThatSomebodyMakesUp() throws Exception {
        names.add("ca/crl.der");
        besideAStranger(() -> assertThat(content("ca/crl.der")).containsExactly(1));
    }

    @Test
    void aFileThatIsNewDoesNotWaitForThemForLong() throws Exception {
        besideAStranger(() -> {
            names.add("ca/crl.der");
            now.set(Instant.EPOCH.plus(Duration.ofSeconds(5)));
            assertThat(content("ca/crl.der")).containsExactly(1);
        });
    }

    @Test
    void namesThatSomebodyMakesUpAreLookedForOnceInAWhile() {
        AtomicInteger queries = new AtomicInteger();
        PublishedNames counted = new PublishedNames(clock, () -> List.of("ca/" + queries.incrementAndGet()));

        assertThat(counted.news()).containsExactly("ca/1");
        assertThat(counted.news()).isEmpty();
        now.set(Instant.EPOCH.plus(Duration.ofSeconds(5)));
        assertThat(counted.news()).containsExactly("ca/2");
    }

    @Test
    void namesThatCannotBeReadKeepNobodyWaiting() {
        PublishedNames unread = new PublishedNames(clock, () -> {
            throw new IllegalStateException("away");
        });
        assertThat(unread.news()).isEmpty();
    }

    private void besideAStranger(Runnable what) throws InterruptedException {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<PublishedFile> stranger =
                CompletableFuture.supplyAsync(() -> files.file("made-up/crl.der", known -> {
                    looking.countDown();
                    await(end);
                    throw ClmException.of(ErrorCode.NOT_FOUND, "not there");
                }));
        looking.await();
        try {
            what.run();
        } finally {
            end.countDown();
        }
        assertThat(stranger).failsWithin(Duration.ofMinutes(1));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] content(String name) {
        return files.file(name, known -> next()).content();
    }

    private PublishedFile next() {
        byte[] content = {(byte) lookUps.incrementAndGet()};
        return new PublishedFile(content, Integer.toString(content[0]), null, null);
    }
}
