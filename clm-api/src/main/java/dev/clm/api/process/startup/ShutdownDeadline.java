package dev.clm.api.process.startup;

import com.zaxxer.hikari.HikariDataSource;
import dev.clm.api.config.ConnectionPools;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An end that a hanging database holds up is brought about all the same, before a supervisor kills (Kubernetes: after 30 s). Begun
 * by the context's end, on a thread that outlives nothing.
 */
public final class ShutdownDeadline {
    private static final Logger LOG = LoggerFactory.getLogger(ShutdownDeadline.class);
    /**
     * Then each database is asked for a sign of life. Without one its pool is given up, which takes up to twelve seconds more, and
     * whoever waits is answered 503: within those that the web server gives (spring.lifecycle.timeout-per-shutdown-phase).
     */
    private static final Duration QUESTION = Duration.ofSeconds(2);

    private static final Duration LAST = Duration.ofSeconds(24);
    private static final int NOT_ORDERLY = 1;

    private ShutdownDeadline() {}

    /** Of a process that ends with its context: nothing takes it back. */
    public static void begin(ConnectionPools pools) {
        for (HikariDataSource pool : pools.all()) {
            after(QUESTION, () -> abandonWhereHanging(pool));
        }
        after(LAST, () -> {
            LOG.error("the end took {} s and is cut off: something hangs", LAST.toSeconds());
            Runtime.getRuntime().halt(NOT_ORDERLY);
        });
    }

    /** Connections that are in use are cut. */
    private static void abandonWhereHanging(HikariDataSource pool) {
        if (!pool.isClosed() && !answers(pool) && !pool.isClosed()) {
            LOG.warn("{} does not answer and holds up the end: its connections are given up", pool.getPoolName());
            pool.close();
        }
    }

    private static boolean answers(HikariDataSource pool) {
        try (Connection connection = pool.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static void after(Duration delay, Runnable task) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, ShutdownDeadline::run)
                .execute(task);
    }

    private static void run(Runnable task) {
        Thread thread = new Thread(task, "shutdown-deadline");
        thread.setDaemon(true);
        thread.start();
    }
}
