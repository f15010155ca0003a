package dev.clm.common.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What callers meet where no server is; that they go on once there is one again, DatabaseOutageIT shows. */
@Tag("C1")
class WatchedPoolTest {
    private static final int CALLERS = 60;

    @Test
    void onceItIsKnownThatNoServerIsThereOneCallerWaitsForAll() throws Exception {
        PoolSettings nowhere =
                new PoolSettings("nowhere", "jdbc:postgresql://127.0.0.1:1/nowhere", "nobody", () -> "none", 4);
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try (HikariDataSource pool = nowhere.openReading(new Outage("nowhere"))) {
            assertThatThrownBy(pool::getConnection).hasMessageContaining("request timed out");

            CountDownLatch refused = new CountDownLatch(CALLERS - 1);
            List<CompletableFuture<String>> callers = IntStream.range(0, CALLERS)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> refusal(pool, refused), threads))
                    .toList();
            assertThat(callers.stream().map(CompletableFuture::join).filter(word -> word.contains("somebody waits")))
                    .hasSize(CALLERS - 1);
        } finally {
            threads.shutdownNow();
        }
    }

    /** The one that waits ends after all others. */
    private static String refusal(HikariDataSource pool, CountDownLatch refused) {
        try {
            pool.getConnection().close();
            return "a connection to nowhere";
        } catch (SQLException refusal) {
            assertThat(SqlState.isAway(refusal)).isTrue();
            if (refusal.getMessage().contains("somebody waits")) {
                refused.countDown();
            } else {
                assertThat(refused.getCount()).isZero();
            }
            return refusal.getMessage();
        }
    }
}
