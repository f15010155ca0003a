package dev.clm.api.row;

import dev.clm.api.config.Job;
import dev.clm.common.coordination.IdempotentAnswerRepository;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Removes idempotency keys of clm_core_db after their 24 hours (requirement T4). */
@Configuration(proxyBeanMethods = false)
public class RowJobs {

    @Bean
    Job coreIdempotencyKeyCleaning(CoreDatabase core, IdempotentAnswerRepository<CoreTransaction> keys) {
        return Job.inPieces(
                Duration.ofMinutes(10),
                "core-idempotency-key-cleaning",
                limit -> core.inServiceRole(
                        "remove expired idempotency keys of all tenants", tx -> keys.deleteExpired(tx, limit)));
    }
}
