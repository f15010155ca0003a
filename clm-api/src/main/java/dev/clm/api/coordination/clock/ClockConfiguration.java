package dev.clm.api.coordination.clock;

import dev.clm.api.config.RepeatedWork;
import dev.clm.core.database.CoreDatabase;
import dev.clm.secure.database.SecureDatabase;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The comparison of clocks, its watch, its metric, and its part in readiness. */
@Configuration(proxyBeanMethods = false)
public class ClockConfiguration {
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(5);

    @Bean
    DatabaseClocks databaseClocks(
            SecureDatabase secure, CoreDatabase core, Clock clock, ClockSettings settings, MeterRegistry meters) {
        DatabaseClocks clocks = new DatabaseClocks(secure::readClock, core::readClock, clock, settings.tolerance());
        gauge("clm_secure_db", clocks, DatabaseClocks::aheadOfSecure, meters);
        gauge("clm_core_db", clocks, DatabaseClocks::aheadOfCore, meters);
        // Before the comparison of checkpoints, the web server and the jobs.
        clocks.compare();
        return clocks;
    }

    @Bean
    RepeatedWork clockWatch(DatabaseClocks clocks) {
        return new RepeatedWork("clock-watch", WATCH_INTERVAL, clocks::compare);
    }

    @Bean
    HealthIndicator clockHealth(DatabaseClocks clocks) {
        return () -> (clocks.fault().isPresent() ? Health.down() : Health.up()).build();
    }

    private static void gauge(
            String database, DatabaseClocks clocks, ToDoubleFunction<DatabaseClocks> ahead, MeterRegistry meters) {
        Gauge.builder("clm.clock.offset", clocks, ahead)
                .description("how far this machine's clock is ahead of the database's")
                .tag("database", database)
                .baseUnit("seconds")
                .register(meters);
    }
}
