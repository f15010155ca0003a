package dev.clm.api.process.wiring;

import dev.clm.api.coordination.clock.DatabaseClocks;
import dev.clm.api.coordination.restore.WriteFence;
import dev.clm.api.key.keyrotation.CompleteRotation;
import dev.clm.api.key.keyrotation.RotationLoop;
import dev.clm.api.key.keyrotation.RotationPace;
import dev.clm.api.key.keyrotation.RotationRun;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.key.keyrotation.AuthorityKeyMove;
import dev.clm.secure.key.keyrotation.KeyRotationRepository;
import dev.clm.secure.key.keyrotation.ReEncryption;
import dev.clm.secure.key.keyrotation.RotationStateRepository;
import dev.clm.secure.key.keyrotation.RotationVerification;
import dev.clm.secure.key.keyrotation.SealedCertificateRepository;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import dev.clm.secure.key.signer.PlatformSigner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Key rotation, and the threads that it works on. */
@Configuration(proxyBeanMethods = false)
@Import({
    AuthorityKeyMove.class,
    KeyRotationRepository.class,
    PlatformSigner.class,
    ReEncryption.class,
    RotationStateRepository.class,
    SealedCertificateRepository.class
})
public class KeyRotationParts {

    /** Stopped by the loop; idle threads go by themselves. */
    @Bean(defaultCandidate = false, destroyMethod = "shutdownNow")
    ExecutorService rotationWork() {
        return Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "key-rotation-work");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Bean
    RotationVerification rotationVerification(
            SecureDatabase secure,
            PrivateKeyVault vault,
            @Qualifier("rotationWork") ExecutorService work,
            RotationPace pace) {
        return new RotationVerification(secure, vault, work, pace.workers());
    }

    @Bean
    RotationRun rotationRun(
            SecureDatabase secure,
            KeyRotationRepository rotations,
            RotationStateRepository states,
            ReEncryption reEncryption,
            CompleteRotation completion,
            RotationPace pace,
            @Qualifier("rotationWork") ExecutorService work) {
        return new RotationRun(secure, rotations, states, reEncryption, completion, pace, work);
    }

    @Bean
    RotationLoop rotationLoop(
            SecureDatabase secure,
            KeyRotationRepository rotations,
            RotationRun run,
            @Qualifier("rotationWork") ExecutorService work,
            WriteFence fence,
            DatabaseClocks clocks) {
        return new RotationLoop(
                secure,
                rotations,
                run,
                work,
                () -> fence.fenced() || clocks.fault().isPresent());
    }
}
