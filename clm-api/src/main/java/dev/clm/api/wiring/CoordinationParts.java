package dev.clm.api.wiring;

import com.zaxxer.hikari.HikariDataSource;
import dev.clm.api.coordination.EventApplication;
import dev.clm.api.coordination.OutboxRelay;
import dev.clm.api.coordination.RelayLoop;
import dev.clm.core.certificatemetadata.CertificateMetadataRepository;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.outbox.AppliedEventRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.outbox.OutboxSignal;
import dev.clm.secure.outbox.SecureOutbox;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What works between the databases, and the threads it works on. */
@Configuration(proxyBeanMethods = false)
public class CoordinationParts {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Group commits and CRLs: as many threads as organizations are busy, none when idle. */
    @Bean(defaultCandidate = false)
    ExecutorService backgroundWork() {
        return Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "background-work");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Bean
    EventApplication eventApplication(
            CoreDatabase core, AppliedEventRepository applied, CertificateMetadataRepository metadata) {
        return new EventApplication(core, applied, metadata);
    }

    @Bean
    OutboxRelay outboxRelay(SecureDatabase secure, SecureOutbox outbox, EventApplication application) {
        return new OutboxRelay(secure, outbox, application);
    }

    @Bean
    RelayLoop outboxRelayLoop(
            OutboxRelay relay,
            @Qualifier("secureServiceDataSource") HikariDataSource servicePool,
            Clock clock,
            MeterRegistry meters) {
        return new RelayLoop(relay, new OutboxSignal(servicePool), clock, meters);
    }
}
