package dev.clm.api.key.keyrotation;

import dev.clm.common.database.SqlState;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.key.encryptionkey.DataKeyRing;
import dev.clm.secure.key.keyrotation.KeyReferenceRepository;
import dev.clm.secure.key.keyrotation.KeyRotation;
import dev.clm.secure.key.keyrotation.KeyRotationRepository;
import dev.clm.secure.key.keyrotation.ReEncryption;
import dev.clm.secure.key.keyrotation.RotationPhase;
import dev.clm.secure.key.keyrotation.RotationStateRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This instance's part in a rotation: its workers for steps 2 and 3, then steps 4 and 5 where no other instance is at them. */
public final class RotationRun {
    private static final Logger LOG = LoggerFactory.getLogger(RotationRun.class);
    private static final String REASON = "see how far a key rotation is, across row-level security";
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    /** Until then, every instance has heard of the new key and what it had sealed before is committed. */
    private static final Duration SETTLED = DataKeyRing.ACTIVE_KEPT.multipliedBy(2);

    private final SecureDatabase secure;
    private final KeyRotationRepository rotations;
    private final RotationStateRepository states;
    private final ReEncryption reEncryption;
    private final CompleteRotation completion;
    private final RotationPace pace;
    private final Executor executor;
    private final KeyReferenceRepository references = new KeyReferenceRepository();

    public RotationRun(
            SecureDatabase secure,
            KeyRotationRepository rotations,
            RotationStateRepository states,
            ReEncryption reEncryption,
            CompleteRotation completion,
            RotationPace pace,
            Executor executor) {
        this.secure = secure;
        this.rotations = rotations;
        this.states = states;
        this.reEncryption = reEncryption;
        this.completion = completion;
        this.pace = pace;
        this.executor = executor;
    }

    /** Returns when there is nothing to do for the moment. What fails is logged and found again by the next call. */
    public void advance(KeyRotation rotation) {
        try {
            if (rotation.phase() == RotationPhase.VERIFYING || reEncrypted(rotation)) {
                completion.complete(rotation);
            }
        } catch (CompletionException failure) {
            report(rotation, failure.getCause());
        } catch (RuntimeException failure) {
            report(rotation, failure);
        }
    }

    /** Whether steps 2 and 3 are done, as far as anybody can tell now. */
    private boolean reEncrypted(KeyRotation rotation) {
        List<CompletableFuture<Void>> workers = IntStream.range(0, pace.workers())
                .mapToObj(i -> CompletableFuture.runAsync(() -> reEncryption.work(rotation), executor))
                .toList();
        workers.forEach(CompletableFuture::join);
        reEncryption.moveCertificates(rotation);
        return secure.inServiceRole(REASON, tx -> {
            KeyRotation now = rotations.find(tx, rotation.id()).orElseThrow();
            return now.isRunning()
                    && now.back() == rotation.back()
                    && hasSettled(now.progress().measuredFrom(), tx.now())
                    && !references.hasMovable(tx, now)
                    && states.changePhase(tx, now, RotationPhase.RE_ENCRYPTING, RotationPhase.VERIFYING);
        });
    }

    /** A beginning that lies ahead was dated by a clock that was wrong then; late rows are found by whoever counts. */
    private static boolean hasSettled(Instant begun, Instant now) {
        return begun.plus(SETTLED).isBefore(now) || begun.isAfter(now.plus(SETTLED));
    }

    /**
     * A database that is away is nobody's fault; whatever else fails is counted, and waits longer each time: a statement or a lock
     * that is not to be had in time as well, which may be so for ever.
     */
    private void report(KeyRotation rotation, Throwable failure) {
        if (waitsForOthers(failure)) {
            LOG.debug("rotation {} waits: {}", rotation.id(), failure.getMessage());
            return;
        }
        LOG.warn(
                "rotation {} could not go on ({} times before), and is tried again: {}",
                rotation.id(),
                rotation.failedAttempts(),
                failure.toString());
        try {
            if (failure instanceof ClmException known && known.code() == ErrorCode.KEY_UNUSABLE) {
                completion.endWithoutSource(rotation);
            }
            secure.inServiceRole(REASON, tx -> {
                states.noteFailure(tx, rotation.id(), FIRST_RETRY);
                return null;
            });
        } catch (ClmException unavailable) {
            LOG.debug("rotation {} waits: {}", rotation.id(), unavailable.getMessage());
        }
    }

    /** What has its own place in health: the database, the fence and the clocks. */
    private static boolean waitsForOthers(Throwable failure) {
        return SqlState.isAway(failure)
                || failure instanceof ClmException known
                        && (known.code() == ErrorCode.FENCED || known.code() == ErrorCode.CLOCKS_DIFFER);
    }
}
