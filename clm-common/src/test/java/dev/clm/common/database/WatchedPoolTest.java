package dev.clm.common.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
    void onceItIsKnownThatNoServerIsThereNobodyWaits() throws Exception {
        PoolSettings nowhere =
                new PoolSettings("nowhere", "jdbc:postgresql://127.0.0.1:1/nowhere", "nobody", () -> "none", 4);
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try (HikariDataSource pool = nowhere.open(new Outage("nowhere"))) {
            assertThatThrownBy(pool::getConnection).hasMessageContaining("request timed out");

            List<CompletableFuture<String>> callers = IntStream.range(0, CALLERS)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> refusal(pool), threads))
                    .toList();
            assertThat(callers.stream().map(CompletableFuture::join))
                    .hasSize(CALLERS)
                    .allMatch(word -> word.contains("waits for one"));
            assertThat(PoolSettings.isAway(pool)).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    private static String refusal(HikariDataSource pool) {
        try {
            pool.getConnection().close();
            return "a connection to nowhere";
        } catch (SQLException refusal) {
            assertThat(SqlState.isAway(refusal)).isTrue();
            return refusal.getMessage();
        }
    }
}
