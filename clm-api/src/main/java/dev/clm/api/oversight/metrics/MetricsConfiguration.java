package dev.clm.api.oversight.metrics;

import dev.clm.api.config.RepeatedWork;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One watch counts all figures, one after the other: at most one connection of each database at a time. */
@Configuration(proxyBeanMethods = false)
public class MetricsConfiguration {
    private static final Duration LOOK = Duration.ofSeconds(1);

    @Bean
    RepeatedWork figuresWatch(List<Figures<?>> figures) {
        return new RepeatedWork("figures", LOOK, () -> figures.forEach(Figures::refreshWhereDue));
    }
}
