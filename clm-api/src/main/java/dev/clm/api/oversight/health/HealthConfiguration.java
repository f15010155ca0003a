package dev.clm.api.oversight.health;

import dev.clm.api.config.ConnectionPools;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Readiness covers both databases; every other HealthIndicator bean joins it by being one. */
@Configuration(proxyBeanMethods = false)
public class HealthConfiguration {

    @Bean(destroyMethod = "shutdownNow", defaultCandidate = false)
    ExecutorService databaseChecks() {
        return Executors.newFixedThreadPool(2, check -> {
            Thread thread = new Thread(check, "database-check");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Bean
    HealthIndicator secureDatabaseHealth(ConnectionPools pools, @Qualifier("databaseChecks") ExecutorService checks) {
        return new DatabaseHealth(pools.secureListening(), List.of(pools.secure(), pools.secureService()), checks);
    }

    @Bean
    HealthIndicator coreDatabaseHealth(ConnectionPools pools, @Qualifier("databaseChecks") ExecutorService checks) {
        return new DatabaseHealth(
                pools.coreListening(), List.of(pools.core(), pools.coreService(), pools.credentials()), checks);
    }
}
