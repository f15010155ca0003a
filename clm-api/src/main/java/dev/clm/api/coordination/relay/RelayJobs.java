package dev.clm.api.coordination.relay;

import dev.clm.api.config.Job;
import dev.clm.common.coordination.AppliedEventRepository;
import dev.clm.common.coordination.Outbox;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Removes what both databases remember of events longer than a restore could need it. */
@Configuration(proxyBeanMethods = false)
public class RelayJobs {
    private static final Duration DONE_EVENTS_KEPT = Duration.ofDays(14);

    /** Removes outbox rows that were delivered long ago. */
    @Bean
    Job outboxCleaning(
            SecureDatabase secure,
            Outbox<SecureTransaction> ofSecure,
            CoreDatabase core,
            Outbox<CoreTransaction> ofCore,
            Clock clock) {
        String reason = "remove delivered outbox events of all tenants";
        return Job.inPieces(
                Duration.ofHours(1),
                "outbox-cleaning",
                limit -> secure.inServiceRole(
                        reason, tx -> ofSecure.deleteDone(tx, clock.instant().minus(DONE_EVENTS_KEPT), limit)),
                limit -> core.inServiceRole(
                        reason, tx -> ofCore.deleteDone(tx, clock.instant().minus(DONE_EVENTS_KEPT), limit)));
    }

    /** Removes the memory of events that were applied long ago. */
    @Bean
    Job appliedEventCleaning(
            SecureDatabase secure,
            AppliedEventRepository<SecureTransaction> inSecure,
            CoreDatabase core,
            AppliedEventRepository<CoreTransaction> inCore,
            Clock clock) {
        String reason = "remove applied events of all tenants";
        return Job.inPieces(
                Duration.ofHours(1),
                "applied-event-cleaning",
                limit -> core.inServiceRole(
                        reason,
                        tx -> inCore.deleteAppliedBefore(
                                tx, clock.instant().minus(AppliedEventRepository.KEPT), limit)),
                limit -> secure.inServiceRole(
                        reason,
                        tx -> inSecure.deleteAppliedBefore(
                                tx, clock.instant().minus(AppliedEventRepository.KEPT), limit)));
    }
}
