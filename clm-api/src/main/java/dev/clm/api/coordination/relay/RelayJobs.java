package dev.clm.api.coordination.relay;

import dev.clm.api.config.Job;
import dev.clm.common.coordination.AppliedEventRepository;
import dev.clm.common.coordination.Outbox;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Removes what both databases remember of events longer than a restore could need it, and adds what events left out. */
@Configuration(proxyBeanMethods = false)
public class RelayJobs {
    /** Removes outbox rows that were delivered long ago. */
    @Bean
    Job outboxCleaning(
            SecureDatabase secure,
            Outbox<SecureTransaction> ofSecure,
            CoreDatabase core,
            Outbox<CoreTransaction> ofCore) {
        String reason = "remove delivered outbox events of all tenants";
        return Job.inPieces(
                Duration.ofHours(1),
                "outbox-cleaning",
                limit -> secure.inServiceRole(reason, tx -> ofSecure.deletePastKeeping(tx, limit)),
                limit -> core.inServiceRole(reason, tx -> ofCore.deletePastKeeping(tx, limit)));
    }

    /** Removes the memory of events that were applied long ago. */
    @Bean
    Job appliedEventCleaning(
            SecureDatabase secure,
            AppliedEventRepository<SecureTransaction> inSecure,
            CoreDatabase core,
            AppliedEventRepository<CoreTransaction> inCore) {
        String reason = "remove applied events of all tenants";
        return Job.inPieces(
                Duration.ofHours(1),
                "applied-event-cleaning",
                limit -> core.inServiceRole(reason, tx -> inCore.deletePastKeeping(tx, limit)),
                limit -> secure.inServiceRole(reason, tx -> inSecure.deletePastKeeping(tx, limit)));
    }

    /** Metadata that an older release told of lack what certificates are looked for by. */
    @Bean
    Job certificateNaming(UnnamedCertificates unnamed) {
        return Job.every(Duration.ofMinutes(1), "certificate-naming", unnamed::name);
    }
}
