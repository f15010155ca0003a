package dev.clm.api.config;

import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerCustomizer;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import dev.clm.core.database.CoreDatabase;
import dev.clm.secure.database.SecureDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The pools as beans. Library code that asks for any DataSource gets core's: the secure ones are never default candidates. */
@Configuration(proxyBeanMethods = false)
public class DatabaseBeans {

    @Bean(defaultCandidate = false)
    HikariDataSource secureDataSource(ConnectionPools pools) {
        return pools.secure();
    }

    @Bean
    HikariDataSource coreDataSource(ConnectionPools pools) {
        return pools.core();
    }

    @Bean
    SecureDatabase secureDatabase(ConnectionPools pools) {
        return pools.secureDatabase();
    }

    @Bean
    CoreDatabase coreDatabase(ConnectionPools pools) {
        return pools.coreDatabase();
    }

    @Bean
    InitializingBean poolMetrics(ConnectionPools pools, MeterRegistry registry) {
        return () -> pools.all()
                .forEach(pool -> pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry)));
    }

    /** Jobs belong to no tenant: their table is read and written under the service role. */
    @Bean
    DbSchedulerCustomizer jobsInServiceRole(ConnectionPools pools) {
        return new DbSchedulerCustomizer() {
            @Override
            public Optional<DataSource> dataSource() {
                return Optional.of(pools.coreService());
            }
        };
    }
}
