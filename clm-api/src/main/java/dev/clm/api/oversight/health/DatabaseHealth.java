package dev.clm.api.oversight.health;

import com.zaxxer.hikari.HikariDataSource;
import dev.clm.common.database.PoolSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether one database answers and takes writes, found out in at most two seconds. Callers share one check per second: any thread
 * may ask, and a database in trouble must not get a connection attempt for every question. The executor of checks is the
 * context's. Connections that lead to a server that only reads, as after a failover, are given up, so that new ones find the other.
 */
final class DatabaseHealth implements HealthIndicator {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final long REUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private static final String TAKES_WRITES =
            "select not pg_is_in_recovery() and not current_setting('transaction_read_only')::boolean";

    private final HikariDataSource pool;
    private final List<HikariDataSource> others;
    private final Executor executor;
    private CompletableFuture<Boolean> check;
    private long startedAt;

    /**
     * @param pool one that requests cannot exhaust
     * @param others of the same database, which have to have a server, too
     */
    DatabaseHealth(HikariDataSource pool, List<HikariDataSource> others, Executor executor) {
        this.pool = pool;
        this.others = List.copyOf(others);
        this.executor = executor;
    }

    @Override
    public Health health() {
        return takesWrites() ? Health.up().build() : Health.down().build();
    }

    private boolean takesWrites() {
        try {
            return current().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized CompletableFuture<Boolean> current() {
        boolean reusable = check != null && (!check.isDone() || System.nanoTime() - startedAt < REUSE_NANOS);
        if (!reusable) {
            startedAt = System.nanoTime();
            check = CompletableFuture.supplyAsync(this::ask, executor);
        }
        return check;
    }

    private boolean ask() {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            // Ends in time also where the server is gone without a word.
            connection.setNetworkTimeout(executor, (int) LIMIT.toMillis());
            boolean takesWrites;
            try (ResultSet row = statement.executeQuery(TAKES_WRITES)) {
                takesWrites = row.next() && row.getBoolean(1);
            }
            if (!takesWrites) {
                pool.getHikariPoolMXBean().softEvictConnections();
                others.forEach(other -> other.getHikariPoolMXBean().softEvictConnections());
            }
            return takesWrites && others.stream().noneMatch(PoolSettings::isAway);
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }
}
