package dev.clm.api.coordination.cascade;

import dev.clm.api.config.Job;
import dev.clm.common.coordination.AppliedEventRepository;
import dev.clm.core.database.CoreTransaction;
import dev.clm.secure.database.SecureTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntUnaryOperator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is left to do when deletes have been followed. */
@Configuration(proxyBeanMethods = false)
public class CascadeJobs {

    /** Finds rows that were written while what they refer to was being deleted in the other database (requirement X4). */
    @Bean
    Job secondLookAtDeletes(ReferenceCascade<SecureTransaction> inSecure, ReferenceCascade<CoreTransaction> inCore) {
        return Job.inPieces(Duration.ofSeconds(30), "second-look-at-deletes", inSecure::lookAgain, inCore::lookAgain);
    }

    /** Forgets what cascades did where no restore can take it back any more. */
    @Bean
    Job cascadeEffectCleaning(
            ReferenceCascade<SecureTransaction> inSecure,
            ReferenceCascade<CoreTransaction> inCore,
            CascadeSettings settings,
            Clock clock) {
        return Job.inPieces(
                Duration.ofHours(1),
                "cascade-effect-cleaning",
                forgetting(inSecure, settings, clock),
                forgetting(inCore, settings, clock));
    }

    private static IntUnaryOperator forgetting(ReferenceCascade<?> cascade, CascadeSettings settings, Clock clock) {
        return limit -> {
            Instant now = clock.instant();
            return cascade.forget(now.minus(AppliedEventRepository.KEPT), now.minus(settings.effectsKept()), limit);
        };
    }
}
