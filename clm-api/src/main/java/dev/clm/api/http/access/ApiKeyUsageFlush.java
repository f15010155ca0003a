package dev.clm.api.http.access;

import dev.clm.api.config.RepeatedWork;
import dev.clm.core.identity.apikey.ApiKeyUsage;
import java.time.Duration;
import org.springframework.beans.factory.DisposableBean;

/** Writes the use of API keys that this process has counted, every few seconds and once more at its end. */
final class ApiKeyUsageFlush implements DisposableBean {
    private final RepeatedWork flushing;

    ApiKeyUsageFlush(ApiKeyUsage usage) {
        this.flushing = new RepeatedWork("api-key-usage", Duration.ofSeconds(10), usage::flush);
    }

    @Override
    public void destroy() {
        flushing.close();
        flushing.once();
    }
}
