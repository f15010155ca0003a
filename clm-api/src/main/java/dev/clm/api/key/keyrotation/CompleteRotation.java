package dev.clm.api.key.keyrotation;

import dev.clm.common.database.SqlState;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.failpoint.FailPoint;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.EncryptionKey;
import dev.clm.secure.key.encryptionkey.EncryptionKeyRepository;
import dev.clm.secure.key.encryptionkey.KeyTransition;
import dev.clm.secure.key.encryptionkey.RowsUnderKeyRepository;
import dev.clm.secure.key.keyrotation.CompletionRecord;
import dev.clm.secure.key.keyrotation.KeyReferenceRepository;
import dev.clm.secure.key.keyrotation.KeyRotation;
import dev.clm.secure.key.keyrotation.KeyRotationRepository;
import dev.clm.secure.key.keyrotation.RotationPhase;
import dev.clm.secure.key.keyrotation.RotationProof;
import dev.clm.secure.key.keyrotation.RotationStateRepository;
import dev.clm.secure.key.keyrotation.RotationStatus;
import dev.clm.secure.key.keyrotation.RotationType;
import dev.clm.secure.key.keyrotation.RotationVerification;
import dev.clm.secure.key.signer.PlatformSigner;
import dev.clm.secure.key.signer.Signer;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Steps 4 and 5 of a rotation, by one instance under a lease: verify, then retire the key and record it in one transaction. In
 * that transaction the database itself counts once more, after every transaction that may still refer to the key has ended.
 */
@Service
public class CompleteRotation {
    private static final Logger LOG = LoggerFactory.getLogger(CompleteRotation.class);
    private static final String REASON = "verify and retire a rotated key across row-level security";
    /** So long an instance that died keeps a rotation from going on. */
    static final Duration LEASE = Duration.ofSeconds(15);

    private final SecureDatabase secure;
    private final KeyRotationRepository rotations;
    private final RotationStateRepository states;
    private final EncryptionKeyRepository keys;
    private final RotationVerification verification;
    private final PlatformSigner signing;
    private final RotationAudit audit;
    private final KeyReferenceRepository references = new KeyReferenceRepository();

    public CompleteRotation(
            SecureDatabase secure,
            KeyRotationRepository rotations,
            RotationStateRepository states,
            EncryptionKeyRepository keys,
            RotationVerification verification,
            PlatformSigner signing,
            RotationAudit audit) {
        this.secure = secure;
        this.rotations = rotations;
        this.states = states;
        this.keys = keys;
        this.verification = verification;
        this.signing = signing;
        this.audit = audit;
    }

    /** Does nothing where another process is at it. Late rows send the rotation back to step 2. */
    public void complete(KeyRotation rotation) {
        UUID verifier = Identifiers.next();
        if (!lease(rotation, verifier, 0)) {
            return;
        }
        FailPoint.reach("rotation.4.before", rotation.organizationId());
        try {
            verifyAndEnd(rotation, verifier);
        } catch (ClmException stopped) {
            if (stopped.code() != ErrorCode.STATE_CONFLICT) {
                throw stopped;
            }
            endWithoutSource(rotation);
        } catch (RuntimeException failure) {
            if (SqlState.of(failure)
                    .filter(SqlState.FOREIGN_KEY_VIOLATION::equals)
                    .isEmpty()) {
                throw failure;
            }
            LOG.info("rotation {}: rows came under the old key meanwhile", rotation.id());
            again(rotation);
        }
    }

    private void verifyAndEnd(KeyRotation rotation, UUID verifier) {
        RotationProof proof = verification.verify(rotation, seen -> lease(rotation, verifier, seen));
        // In this order: a row that comes between the two is movable, not one that could not be moved.
        long left = secure.inServiceRole(REASON, tx -> references.count(tx, rotation.sourceKeyId()));
        if (secure.inServiceRole(REASON, tx -> references.hasMovable(tx, rotation))) {
            again(rotation);
            return;
        }
        FailPoint.reach("rotation.4.within", rotation.organizationId());
        if (left > 0 || (!rotation.back() && proof.unusable() > 0)) {
            fail(rotation, verifier, Math.max(left, proof.unusable()));
        } else {
            Signer signer = rotation.back() ? null : signing.current();
            secure.inServiceRole(REASON, tx -> retire(tx, rotation, verifier, proof, signer));
            FailPoint.reach("rotation.5.after", rotation.organizationId());
        }
    }

    private boolean retire(
            SecureTransaction tx, KeyRotation before, UUID verifier, RotationProof proof, Signer signer) {
        // The database looks for what is left under the key: by an index, whatever its statistics are.
        RowsUnderKeyRepository.planById(tx);
        retireKey(tx, before);
        FailPoint.reach("rotation.4.after", before.organizationId());
        FailPoint.reach("rotation.5.before", before.organizationId());
        // Locked: what the record says of it is to be so when it ends.
        KeyRotation rotation = rotations.lock(tx, before.id()).orElseThrow();
        RotationStatus how = rotation.back() ? RotationStatus.ROLLED_BACK : RotationStatus.COMPLETED;
        byte[] record = rotation.back() ? null : record(tx, rotation, proof, signer);
        if (!states.end(tx, rotation, verifier, how, null, signer == null ? null : signer.id(), record)) {
            throw ClmException.of(ErrorCode.STATE_CONFLICT, "the rotation was paused or turned");
        }
        audit.success(tx, Actor.system(rotation.organizationId()), rotation.id(), how.code());
        FailPoint.reach("rotation.5.within", rotation.organizationId());
        return true;
    }

    /** Retired first, also after a compromise: that is the change which the database refuses while a row is left. */
    private void retireKey(SecureTransaction tx, KeyRotation rotation) {
        UUID id = rotation.sourceKeyId();
        boolean changed = keys.change(tx, id, KeyTransition.RETIRE)
                && (!isCompromised(tx, rotation, id) || keys.change(tx, id, KeyTransition.REVOKE));
        if (!changed) {
            throw ClmException.of(ErrorCode.STATE_CONFLICT, "the key is not rotating any more");
        }
    }

    private boolean isCompromised(SecureTransaction tx, KeyRotation rotation, UUID id) {
        return rotation.type() == RotationType.COMPROMISE && !rotation.back()
                || keys.find(tx, id).filter(key -> key.compromisedAt() != null).isPresent();
    }

    private byte[] record(SecureTransaction tx, KeyRotation rotation, RotationProof proof, Signer signer) {
        EncryptionKey oldKey = keys.find(tx, rotation.oldKeyId()).orElseThrow();
        EncryptionKey newKey = keys.find(tx, rotation.newKeyId()).orElseThrow();
        return signing.sign(
                signer,
                CompletionRecord.completed(rotation, oldKey, newKey, proof, tx.now())
                        .signedBy(signer.id(), signer.thumbprintSha256()));
    }

    private void fail(KeyRotation rotation, UUID verifier, long left) {
        String error = left + " rows could not be decrypted or do not belong to their certificate; both keys are kept";
        secure.inServiceRole(REASON, tx -> {
            if (states.end(tx, rotation, verifier, RotationStatus.FAILED, error, null, null)) {
                audit.failure(tx, Actor.system(rotation.organizationId()), rotation.id(), "failed", error);
            }
            FailPoint.reach("rotation.failure.within", rotation.organizationId());
            return left;
        });
        FailPoint.reach("rotation.failure.after", rotation.organizationId());
        LOG.warn("rotation {} failed: {}", rotation.id(), error);
    }

    private void again(KeyRotation rotation) {
        secure.inServiceRole(
                REASON, tx -> states.changePhase(tx, rotation, RotationPhase.VERIFYING, RotationPhase.RE_ENCRYPTING));
    }

    /** A rotation whose source key is gone, retired or revoked has nothing left that it could move: it ends, and says so. */
    void endWithoutSource(KeyRotation rotation) {
        Optional<String> ended = secure.inServiceRole(REASON, tx -> {
            Optional<String> error = withoutSource(tx, rotation.sourceKeyId())
                    .filter(why -> states.endWithoutSource(tx, rotation.id(), why));
            error.ifPresent(
                    why -> audit.failure(tx, Actor.system(rotation.organizationId()), rotation.id(), "failed", why));
            return error;
        });
        ended.ifPresent(error -> LOG.warn("rotation {} ended: {}", rotation.id(), error));
    }

    /** What is true of a key that rows cannot leave any more; nothing where they can. */
    private Optional<String> withoutSource(SecureTransaction tx, UUID id) {
        Optional<EncryptionKey> known = keys.find(tx, id);
        if (known.isEmpty()) {
            return Optional.of("the key that rows were to leave is not there");
        }
        EncryptionKey key = known.get();
        if (key.destroyedAt() != null) {
            return Optional.of("the key that rows were to leave is destroyed, and " + references.countShredded(tx, id)
                    + " private keys are lost with it");
        }
        return key.keyStatus().isOver()
                ? Optional.of(
                        "the key that rows were to leave is " + key.keyStatus().code() + ", with nothing left under it")
                : Optional.empty();
    }

    private boolean lease(KeyRotation rotation, UUID verifier, long verified) {
        return secure.inServiceRole(REASON, tx -> states.leaseVerification(tx, rotation, verifier, verified, LEASE));
    }
}
