package dev.clm.api.process.jobs;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.clm.api.certificate.revocation.PublishCrl;
import dev.clm.api.config.Settings;
import dev.clm.api.coordination.cascade.ReferenceCascade;
import dev.clm.api.key.keyrotation.ScheduledRotation;
import dev.clm.common.coordination.AppliedEventRepository;
import dev.clm.common.coordination.Outbox;
import dev.clm.core.coordination.CoreIdempotencyKeyRepository;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import dev.clm.secure.certificate.authority.CertificateRevocationListRepository;
import dev.clm.secure.coordination.IdempotencyKeyRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.MasterKeyRotation;
import dev.clm.secure.key.keydestruction.DueDestructions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The jobs. Each works in bounded pieces until nothing is left, and may be run again after a crash at any point. */
@Configuration(proxyBeanMethods = false)
public class ScheduledJobs {
    private static final int PIECE = 1_000;
    private static final int PIECES_A_RUN = 1_000;
    private static final Duration DONE_EVENTS_KEPT = Duration.ofDays(14);
    private static final Duration APPLIED_EVENTS_KEPT = Duration.ofDays(28);

    /** Publishes CRLs that a crash left unpublished or that run out. */
    @Bean
    RecurringTask<Void> crlPublicationJob(PublishCrl crls) {
        return Tasks.recurring("crl-publication", FixedDelay.ofSeconds(10))
                .execute((instance, context) -> crls.publishDue());
    }

    /** Starts rotations of data keys that are due (requirement K3). */
    @Bean
    RecurringTask<Void> scheduledKeyRotation(ScheduledRotation rotation) {
        return Tasks.recurring("key-rotation-schedule", FixedDelay.ofMinutes(1))
                .execute((instance, context) -> rotation.startDue());
    }

    /** Goes on with a rotation of the master key that a crash interrupted, where this instance has both keys. */
    @Bean
    RecurringTask<Void> masterKeyRotationResumption(MasterKeyRotation rotation) {
        return Tasks.recurring("master-key-rotation-resumption", FixedDelay.ofSeconds(20))
                .execute((instance, context) -> rotation.resume());
    }

    /** Destroys keys whose delay is over. */
    @Bean
    RecurringTask<Void> keyDestruction(DueDestructions destructions) {
        return Tasks.recurring("key-destruction", FixedDelay.ofSeconds(10))
                .execute((instance, context) -> destructions.run());
    }

    /** Removes idempotency keys after their 24 hours (requirement T4). */
    @Bean
    RecurringTask<Void> idempotencyKeyCleaning(SecureDatabase secure, IdempotencyKeyRepository keys) {
        return Tasks.recurring("idempotency-key-cleaning", FixedDelay.ofMinutes(10))
                .execute((instance, context) -> inPieces(() -> secure.inServiceRole(
                        "remove expired idempotency keys of all tenants", tx -> keys.deleteExpired(tx, PIECE))));
    }

    /** The same in the other database, where people, tenants, policies and workflows are created. */
    @Bean
    RecurringTask<Void> coreIdempotencyKeyCleaning(CoreDatabase core, CoreIdempotencyKeyRepository keys) {
        return Tasks.recurring("core-idempotency-key-cleaning", FixedDelay.ofMinutes(10))
                .execute((instance, context) -> inPieces(() -> core.inServiceRole(
                        "remove expired idempotency keys of all tenants", tx -> keys.deleteExpired(tx, PIECE))));
    }

    /** Removes CRLs that were superseded and have run out. */
    @Bean
    RecurringTask<Void> crlCleaning(SecureDatabase secure, CertificateRevocationListRepository crls, Clock clock) {
        return Tasks.recurring("crl-cleaning", FixedDelay.ofHours(1))
                .execute((instance, context) -> inPieces(() -> secure.inServiceRole(
                        "remove superseded CRLs of all tenants",
                        tx -> crls.deleteSuperseded(tx, clock.instant(), PIECE))));
    }

    /** Removes outbox rows that were delivered long ago. */
    @Bean
    RecurringTask<Void> outboxCleaning(
            SecureDatabase secure,
            Outbox<SecureTransaction> secureOutbox,
            CoreDatabase core,
            Outbox<CoreTransaction> coreOutbox,
            Clock clock) {
        return Tasks.recurring("outbox-cleaning", FixedDelay.ofHours(1)).execute((instance, context) -> {
            Instant before = clock.instant().minus(DONE_EVENTS_KEPT);
            String reason = "remove delivered outbox events of all tenants";
            inPieces(() -> secure.inServiceRole(reason, tx -> secureOutbox.deleteDone(tx, before, PIECE)));
            inPieces(() -> core.inServiceRole(reason, tx -> coreOutbox.deleteDone(tx, before, PIECE)));
        });
    }

    /** Removes the memory of events that were applied long ago; longer kept than the events themselves. */
    @Bean
    RecurringTask<Void> appliedEventCleaning(
            SecureDatabase secure,
            AppliedEventRepository<SecureTransaction> secureApplied,
            CoreDatabase core,
            AppliedEventRepository<CoreTransaction> coreApplied,
            Clock clock) {
        return Tasks.recurring("applied-event-cleaning", FixedDelay.ofHours(1)).execute((instance, context) -> {
            Instant before = clock.instant().minus(APPLIED_EVENTS_KEPT);
            String reason = "remove applied events of all tenants";
            inPieces(() -> core.inServiceRole(reason, tx -> coreApplied.deleteAppliedBefore(tx, before, PIECE)));
            inPieces(() -> secure.inServiceRole(reason, tx -> secureApplied.deleteAppliedBefore(tx, before, PIECE)));
        });
    }

    /** Forgets what cascades did where no restore can take it back any more. */
    @Bean
    RecurringTask<Void> cascadeEffectCleaning(
            ReferenceCascade<SecureTransaction> inSecure,
            ReferenceCascade<CoreTransaction> inCore,
            Settings settings,
            Clock clock) {
        return Tasks.recurring("cascade-effect-cleaning", FixedDelay.ofHours(1)).execute((instance, context) -> {
            Instant spent = clock.instant().minus(APPLIED_EVENTS_KEPT);
            Instant oldest = clock.instant().minus(settings.cascadeEffectsKept());
            inPieces(() -> inSecure.forget(spent, oldest, PIECE));
            inPieces(() -> inCore.forget(spent, oldest, PIECE));
        });
    }

    /** Finds rows that were written while what they refer to was being deleted in the other database (requirement X4). */
    @Bean
    RecurringTask<Void> secondLookAtDeletes(
            ReferenceCascade<SecureTransaction> inSecure, ReferenceCascade<CoreTransaction> inCore) {
        return Tasks.recurring("second-look-at-deletes", FixedDelay.ofSeconds(30))
                .execute((instance, context) -> {
                    inPieces(inSecure::lookAgain);
                    inPieces(inCore::lookAgain);
                });
    }

    private static void inPieces(IntSupplier piece) {
        for (int i = 0; i < PIECES_A_RUN && piece.getAsInt() >= PIECE; i++) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }
}
