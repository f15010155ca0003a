package dev.clm.api.process.wiring;

import dev.clm.api.config.ConnectionPools;
import dev.clm.api.coordination.cascade.ReferenceCascade;
import dev.clm.api.coordination.relay.CoreEventApplication;
import dev.clm.api.coordination.relay.OutboxRelay;
import dev.clm.api.coordination.relay.RelayDirection;
import dev.clm.api.coordination.relay.RelayLoop;
import dev.clm.api.coordination.relay.SecureEventApplication;
import dev.clm.api.coordination.restore.WriteFence;
import dev.clm.common.audit.AuditCategory;
import dev.clm.common.coordination.AppliedEventRepository;
import dev.clm.common.coordination.Outbox;
import dev.clm.common.coordination.OutboxSignal;
import dev.clm.common.work.ProcessorWork;
import dev.clm.core.auditlog.CoreAuditLog;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import dev.clm.migrations.ClmDatabase;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.certificate.issued.CertificateRetellingRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What works between the databases, and the threads it works on. */
@Configuration(proxyBeanMethods = false)
@Import({CoreEventApplication.class})
public class CoordinationParts {

    /** For what is kept or waited for within this process; everything else asks the machine's clock. */
    @Bean(defaultCandidate = false)
    Clock steadyClock() {
        return new SteadyClock();
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
    ProcessorWork processorWork() {
        return new ProcessorWork();
    }

    @Bean
    ReferenceCascade<SecureTransaction> cascadeInSecure(SecureDatabase secure, SecureAuditLog auditLog) {
        return new ReferenceCascade<>(ClmDatabase.SECURE, secure::inServiceRole, auditLog, AuditCategory.CERT_ACCESS);
    }

    @Bean
    ReferenceCascade<CoreTransaction> cascadeInCore(CoreDatabase core, CoreAuditLog auditLog) {
        return new ReferenceCascade<>(ClmDatabase.CORE, core::inServiceRole, auditLog, AuditCategory.SYSTEM);
    }

    @Bean
    WriteFence writeFence(SecureDatabase secure, CoreDatabase core) {
        return new WriteFence(secure, core);
    }

    @Bean
    OutboxRelay<SecureTransaction> outboxRelay(
            SecureDatabase secure,
            Outbox<SecureTransaction> outbox,
            CoreEventApplication application,
            WriteFence fence) {
        return new OutboxRelay<>(secure::inServiceRole, outbox, application, fence::fenced);
    }

    @Bean
    RelayLoop outboxRelayLoop(
            OutboxRelay<SecureTransaction> relay,
            ConnectionPools pools,
            @Qualifier("steadyClock") Clock clock,
            MeterRegistry meters) {
        return new RelayLoop(
                relay, RelayDirection.SECURE_TO_CORE, new OutboxSignal(pools.secureListening()), clock, meters);
    }

    @Bean
    OutboxRelay<CoreTransaction> coreOutboxRelay(
            SecureDatabase secure,
            AppliedEventRepository<SecureTransaction> applied,
            ReferenceCascade<SecureTransaction> cascade,
            CoreDatabase core,
            Outbox<CoreTransaction> outbox,
            WriteFence fence) {
        return new OutboxRelay<>(
                core::inServiceRole,
                outbox,
                new SecureEventApplication(secure, applied, cascade, new CertificateRetellingRepository()),
                fence::fenced);
    }

    @Bean
    RelayLoop coreOutboxRelayLoop(
            OutboxRelay<CoreTransaction> relay,
            ConnectionPools pools,
            @Qualifier("steadyClock") Clock clock,
            MeterRegistry meters) {
        return new RelayLoop(
                relay, RelayDirection.CORE_TO_SECURE, new OutboxSignal(pools.coreListening()), clock, meters);
    }
}
