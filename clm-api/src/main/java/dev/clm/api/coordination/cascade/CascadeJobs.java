package dev.clm.api.coordination.cascade;

import dev.clm.api.config.Job;
import dev.clm.core.database.CoreTransaction;
import dev.clm.secure.database.SecureTransaction;
import java.time.Duration;
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
            CascadeSettings settings) {
        return Job.inPieces(
                Duration.ofHours(1),
                "cascade-effect-cleaning",
                limit -> inSecure.forget(settings.effectsKept(), limit),
                limit -> inCore.forget(settings.effectsKept(), limit));
    }
}
