package dev.clm.common.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("T1")
class GroupCommitTest {
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void whatArrivesDuringABatchSharesTheNextOne() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        GroupCommit<String, Integer, Integer> commits = new GroupCommit<>(executor, 100, (group, items) -> {
            batches.add(items);
            started.countDown();
            await(release);
            return items;
        });
        CompletableFuture<Integer> first = submit(commits, 0);
        started.await();
        List<CompletableFuture<Integer>> others =
                IntStream.rangeClosed(1, 5).mapToObj(i -> submit(commits, i)).toList();
        while (commits.waiting("g") < 5) {
            Thread.onSpinWait();
        }
        release.countDown();
        assertThat(first.get()).isZero();
        for (int i = 0; i < 5; i++) {
            assertThat(others.get(i).get()).isEqualTo(i + 1);
        }
        assertThat(batches).hasSize(2);
        assertThat(batches.get(1)).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
    }

    @Test
    void aBatchIsNeverLargerThanAllowed() {
        GroupCommit<String, Integer, Integer> commits = new GroupCommit<>(executor, 3, (group, items) -> {
            batches.add(items);
            return items;
        });
        IntStream.range(0, 200).mapToObj(i -> submit(commits, i)).toList().forEach(CompletableFuture::join);
        assertThat(batches).allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(3));
        assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(200);
    }

    @Test
    void oneBadMemberCostsTheOthersNothing() {
        GroupCommit<String, Integer, Integer> commits = new GroupCommit<>(executor, 100, (group, items) -> {
            if (items.contains(7)) {
                throw new IllegalStateException("seven");
            }
            return items;
        });
        List<CompletableFuture<Integer>> all =
                IntStream.range(0, 20).mapToObj(i -> submit(commits, i)).toList();
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Integer> each = all.get(i);
            if (i == 7) {
                assertThatThrownBy(each::join).hasMessageContaining("seven");
            } else {
                assertThat(each.join()).isEqualTo(i);
            }
        }
    }

    /** Whoever comes later shares the next transaction, and does not wait for that lock either. */
    @Test
    @Tag("T3")
    void whoWaitsForALockWaitsBesideTheOthers() throws Exception {
        CountDownLatch lock = new CountDownLatch(1);
        GroupCommit<String, Integer, Integer> commits = new GroupCommit<>(
                executor,
                100,
                (group, items) -> {
                    if (items.contains(7)) {
                        throw contention("55P03");
                    }
                    return items;
                },
                (group, items) -> {
                    await(lock);
                    return items;
                });
        CompletableFuture<Integer> waiting = submit(commits, 7);
        List<CompletableFuture<Integer>> others =
                IntStream.range(8, 40).mapToObj(i -> submit(commits, i)).toList();
        for (int i = 0; i < others.size(); i++) {
            assertThat(others.get(i).get()).isEqualTo(i + 8);
        }
        assertThat(waiting).isNotDone();
        lock.countDown();
        assertThat(waiting.get()).isEqualTo(7);
    }

    @ParameterizedTest
    @Tag("T3")
    @ValueSource(strings = {"55P03", "40001", "40P01", "57014"})
    void whatOneMemberMeetsIsNotTheOthers(String state) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        GroupCommit<String, Integer, Integer> commits = new GroupCommit<>(executor, 100, (group, items) -> {
            started.countDown();
            await(release);
            if (items.contains(7)) {
                throw contention(state);
            }
            return items;
        });
        CompletableFuture<Integer> first = submit(commits, 0);
        started.await();
        List<CompletableFuture<Integer>> together =
                IntStream.range(5, 10).mapToObj(i -> submit(commits, i)).toList();
        while (commits.waiting("g") < together.size()) {
            Thread.onSpinWait();
        }
        release.countDown();
        assertThat(first.get()).isZero();
        for (int i = 0; i < together.size(); i++) {
            CompletableFuture<Integer> each = together.get(i);
            if (i + 5 == 7) {
                assertThatThrownBy(each::join).hasRootCauseInstanceOf(SQLException.class);
            } else {
                assertThat(each.join()).isEqualTo(i + 5);
            }
        }
    }

    @Test
    void aDatabaseThatIsAwayIsNotAskedAgainForEachMember() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        GroupCommit<String, Integer, Integer> commits = new GroupCommit<>(executor, 100, (group, items) -> {
            calls.incrementAndGet();
            await(release);
            throw ClmException.of(ErrorCode.UNAVAILABLE, "away");
        });
        CompletableFuture<Integer> first = submit(commits, 0);
        while (calls.get() == 0) {
            Thread.onSpinWait();
        }
        List<CompletableFuture<Integer>> others =
                IntStream.rangeClosed(1, 9).mapToObj(i -> submit(commits, i)).toList();
        while (commits.waiting("g") < 9) {
            Thread.onSpinWait();
        }
        release.countDown();
        assertThatThrownBy(first::join).hasRootCauseInstanceOf(ClmException.class);
        others.forEach(other -> assertThatThrownBy(other::join).hasRootCauseInstanceOf(ClmException.class));
        assertThat(calls).hasValue(2);
    }

    @Test
    void groupsNeverShareABatch() {
        GroupCommit<Integer, Integer, Integer> commits = new GroupCommit<>(executor, 100, (group, items) -> {
            assertThat(items).allMatch(item -> item % 2 == group);
            return items;
        });
        List<CompletableFuture<Integer>> all = IntStream.range(0, 100)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> commits.submit(i % 2, i), executor))
                .toList();
        for (int i = 0; i < 100; i++) {
            assertThat(all.get(i).join()).isEqualTo(i);
        }
    }

    @Test
    void workIsDoneByTheCallerWhereTheExecutorIsShuttingDown() {
        GroupCommit<String, Integer, Integer> commits = new GroupCommit<>(
                task -> {
                    throw new RejectedExecutionException();
                },
                10,
                (group, items) -> items);
        assertThat(commits.submit("g", 1)).isEqualTo(1);
        assertThat(commits.submit("g", 2)).isEqualTo(2);
    }

    private CompletableFuture<Integer> submit(GroupCommit<String, Integer, Integer> commits, int item) {
        return CompletableFuture.supplyAsync(() -> commits.submit("g", item), executor);
    }

    private static ClmException contention(String state) {
        return ClmException.of(ErrorCode.UNAVAILABLE, "not now", new SQLException("held", state));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
