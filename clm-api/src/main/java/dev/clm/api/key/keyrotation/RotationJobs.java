package dev.clm.api.key.keyrotation;

import dev.clm.api.config.Job;
import dev.clm.secure.key.encryptionkey.MasterKeyRotation;
import dev.clm.secure.key.keyrotation.AuthorityKeyMove;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Rotations that nobody starts. */
@Configuration(proxyBeanMethods = false)
public class RotationJobs {

    /** Starts rotations of data keys that are due (requirement K3). */
    @Bean
    Job dueKeyRotations(ScheduledRotation rotation) {
        return Job.every(Duration.ofMinutes(1), "key-rotation-schedule", rotation::startDue);
    }

    /** Moves what an earlier release left of authorities' keys among those of certificates (requirement K7). */
    @Bean
    Job authorityKeyMoving(AuthorityKeyMove move) {
        return Job.every(Duration.ofMinutes(10), "authority-key-move", move::run);
    }

    /** Goes on with a rotation of the master key that a crash interrupted, where this instance has both keys. */
    @Bean
    Job masterKeyRotationResumption(MasterKeyRotation rotation) {
        return Job.every(Duration.ofSeconds(20), "master-key-rotation-resumption", rotation::resume);
    }
}
