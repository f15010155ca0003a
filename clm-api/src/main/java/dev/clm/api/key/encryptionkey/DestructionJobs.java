package dev.clm.api.key.encryptionkey;

import dev.clm.api.certificate.revocation.RevocationSettings;
import dev.clm.api.config.Job;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.key.keydestruction.DueDestructions;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Destroys keys whose delay is over. */
@Configuration(proxyBeanMethods = false)
public class DestructionJobs {

    @Bean
    DueDestructions dueDestructions(
            SecureDatabase secure, EncryptionKeySettings settings, RevocationSettings revocation) {
        return new DueDestructions(secure, settings.destructionDelay(), revocation.codeSigningKept());
    }

    @Bean
    Job keyDestruction(DueDestructions destructions) {
        return Job.every(Duration.ofSeconds(10), "key-destruction", destructions::run);
    }
}
