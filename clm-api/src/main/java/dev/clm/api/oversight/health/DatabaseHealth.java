package dev.clm.api.oversight.health;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether one database answers, found out in at most two seconds. Callers share one check per second: any thread may ask, and
 * a database in trouble must not get a connection attempt for every question. The executor of checks is the context's.
 */
final class DatabaseHealth implements HealthIndicator {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final long REUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final DataSource pool;
    private final Executor executor;
    private CompletableFuture<Boolean> check;
    private long startedAt;

    DatabaseHealth(DataSource pool, Executor executor) {
        this.pool = pool;
        this.executor = executor;
    }

    @Override
    public Health health() {
        return answers() ? Health.up().build() : Health.down().build();
    }

    private boolean answers() {
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
        try (Connection connection = pool.getConnection()) {
            return connection.isValid((int) LIMIT.toSeconds());
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }
}
