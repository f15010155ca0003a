package dev.clm.api.http.access;

import dev.clm.core.identity.apikey.ApiKeyUsage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/** Writes the use of API keys that this process has counted, every few seconds and once more at its end. */
final class ApiKeyUsageFlush implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(ApiKeyUsageFlush.class);
    private static final long INTERVAL_SECONDS = 10;

    private final ApiKeyUsage usage;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "api-key-usage");
        thread.setDaemon(true);
        return thread;
    });

    ApiKeyUsageFlush(ApiKeyUsage usage) {
        this.usage = usage;
        var unused = timer.scheduleWithFixedDelay(this::flush, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void destroy() {
        timer.shutdownNow();
        flush();
    }

    private void flush() {
        try {
            usage.flush();
        } catch (RuntimeException e) {
            LOG.debug("the use of API keys waits for the next time: {}", e.getMessage());
        }
    }
}
