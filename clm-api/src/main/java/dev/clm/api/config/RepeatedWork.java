package dev.clm.api.config;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every instance does for itself at intervals, on a thread of its own. What fails waits for the next time. Who made it, the
 * context or a bean, closes it, which interrupts what is under way.
 */
public final class RepeatedWork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatedWork.class);

    private final String name;
    private final Runnable work;
    private final ScheduledExecutorService timer;
    private final ScheduledFuture<?> repetition;

    public RepeatedWork(String name, Duration pause, Runnable work) {
        this.name = name;
        this.work = work;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        this.repetition =
                timer.scheduleWithFixedDelay(this::once, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    public void once() {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.debug("{} waits for the next time: {}", name, e.getMessage());
        }
    }

    @Override
    public void close() {
        repetition.cancel(true);
        timer.shutdownNow();
    }
}
