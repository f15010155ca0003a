package dev.clm.api.certificate.issuance;

import dev.clm.api.config.Job;
import dev.clm.common.coordination.IdempotentAnswerRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Removes idempotency keys of clm_secure_db after their 24 hours (requirement T4). */
@Configuration(proxyBeanMethods = false)
public class IssuanceJobs {

    @Bean
    Job idempotencyKeyCleaning(SecureDatabase secure, IdempotentAnswerRepository<SecureTransaction> keys) {
        return Job.inPieces(
                Duration.ofMinutes(10),
                "idempotency-key-cleaning",
                limit -> secure.inServiceRole(
                        "remove expired idempotency keys of all tenants", tx -> keys.deleteExpired(tx, limit)));
    }
}
