package dev.clm.api.key.keyrotation;

import dev.clm.api.config.Job;
import dev.clm.secure.key.encryptionkey.MasterKeyRotation;
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

    /** Goes on with a rotation of the master key that a crash interrupted, where this instance has both keys. */
    @Bean
    Job masterKeyRotationResumption(MasterKeyRotation rotation) {
        return Job.every(Duration.ofSeconds(20), "master-key-rotation-resumption", rotation::resume);
    }
}
