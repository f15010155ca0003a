package dev.clm.api.certificate.status;

import dev.clm.api.config.Job;
import dev.clm.api.coordination.restore.WriteFence;
import dev.clm.secure.certificate.status.StatusByTimeRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.time.Duration;
import java.util.function.ToIntFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes certificates expiring and expired when they are (requirement I5); their outbox events bring it to clm_core_db. */
@Configuration(proxyBeanMethods = false)
public class StatusJobs {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    @Bean
    StatusByTimeRepository statusByTimeRepository(StatusSettings settings) {
        return new StatusByTimeRepository(settings.expiringBefore());
    }

    @Bean
    Job certificateStates(SecureDatabase secure, StatusByTimeRepository states, WriteFence fence) {
        return Job.inPieces(
                PAUSE,
                "certificate-states",
                limit -> unlessFenced(fence, secure, tx -> states.moveOnExpiring(tx, limit)),
                limit -> unlessFenced(fence, secure, tx -> states.moveOnActive(tx, limit)));
    }

    /** Asked before each piece too: a run can be long, and a fence can be raised while it lasts. */
    private static int unlessFenced(WriteFence fence, SecureDatabase secure, ToIntFunction<SecureTransaction> piece) {
        return fence.fenced()
                ? 0
                : secure.inServiceRole("move the states of all tenants' certificates on", piece::applyAsInt);
    }
}
