package dev.clm.api.key.keyrotation;

import dev.clm.common.coordination.IdempotentAnswer;
import dev.clm.common.database.SqlState;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.failpoint.FailPoint;
import dev.clm.common.identifier.Identifiers;
import dev.clm.secure.coordination.IdempotencyKeyRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.DataKeyRing;
import dev.clm.secure.key.encryptionkey.EncryptionKey;
import dev.clm.secure.key.encryptionkey.EncryptionKeyRepository;
import dev.clm.secure.key.encryptionkey.KeyStatus;
import dev.clm.secure.key.encryptionkey.KeyType;
import dev.clm.secure.key.keyrotation.KeyReferenceRepository;
import dev.clm.secure.key.keyrotation.KeyRotation;
import dev.clm.secure.key.keyrotation.KeyRotationRepository;
import dev.clm.secure.key.keyrotation.NewRotation;
import dev.clm.secure.key.keyrotation.RotationType;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Service;

/**
 * Step 1 of a rotation, one transaction: the new key is stored and active, the old one rotating, history and state are there.
 * From its commit on every instance encrypts under the new key within a second, and whoever finds the rotation works on it.
 */
@Service
public class StartRotation {
    private final SecureDatabase secure;
    private final DataKeyRing ring;
    private final EncryptionKeyRepository keys;
    private final KeyRotationRepository rotations;
    private final RotationAudit audit;
    private final RotationPace pace;
    private final RotationLoop loop;
    private final IdempotencyKeyRepository idempotencyKeys = new IdempotencyKeyRepository();
    private final KeyReferenceRepository references = new KeyReferenceRepository();

    public StartRotation(
            SecureDatabase secure,
            DataKeyRing ring,
            EncryptionKeyRepository keys,
            KeyRotationRepository rotations,
            RotationAudit audit,
            RotationPace pace,
            RotationLoop loop) {
        this.secure = secure;
        this.ring = ring;
        this.keys = keys;
        this.rotations = rotations;
        this.audit = audit;
        this.pace = pace;
        this.loop = loop;
    }

    /**
     * `firstAnswer` gives what is to be stored for repeated requests, if anything.
     *
     * @throws ClmException IDEMPOTENCY_KEY_IN_USE where another process stored its answer first
     */
    public KeyRotation start(RotationRequest request, Function<KeyRotation, Optional<IdempotentAnswer>> firstAnswer) {
        try {
            FailPoint.reach("rotation.1.before");
            KeyRotation started = secure.inTransaction(request.actor(), tx -> store(tx, request, firstAnswer));
            FailPoint.reach("rotation.1.after");
            ring.forget(request.actor().organizationId());
            loop.wake();
            return started;
        } catch (RuntimeException failure) {
            throw SqlState.isUniqueViolation(failure) ? runsAlready() : failure;
        }
    }

    /** A live data key of the caller's. */
    EncryptionKey find(SecureTransaction tx, UUID id) {
        EncryptionKey key = keys.find(tx, id)
                .filter(found -> found.organizationId() != null)
                .orElseThrow(() -> ClmException.of(ErrorCode.NOT_FOUND, "there is no such encryption key"));
        if (key.keyType() != KeyType.DATA) {
            throw ClmException.of(ErrorCode.STATE_CONFLICT, "only data keys are rotated this way");
        }
        return key;
    }

    private KeyRotation store(
            SecureTransaction tx,
            RotationRequest request,
            Function<KeyRotation, Optional<IdempotentAnswer>> firstAnswer) {
        EncryptionKey old = find(tx, request.keyId());
        if (rotations.findUnended(tx, old.organizationId()).isPresent()) {
            throw runsAlready();
        }
        boolean makesNewKey = old.keyStatus() == KeyStatus.ACTIVE;
        NewRotation rotation = new NewRotation(
                Identifiers.next(),
                request.actor(),
                old.id(),
                makesNewKey ? successor(tx, request, old) : activeKey(tx, old),
                makesNewKey,
                request.type(),
                request.reason(),
                request.type().isThrottled() ? pace.rowsPerSecond().orElse(null) : null,
                request.verifyPercent());
        rotations.insert(tx, rotation, references.countPrivateKeys(tx, old.id()));
        if (request.type() == RotationType.COMPROMISE) {
            references.noteEndangered(tx, rotation);
        }
        audit.success(tx, request.actor(), rotation.id(), "started");
        KeyRotation started = rotations.find(tx, rotation.id()).orElseThrow();
        firstAnswer.apply(started).ifPresent(first -> idempotencyKeys.reserve(tx, started.organizationId(), first));
        return started;
    }

    private UUID successor(SecureTransaction tx, RotationRequest request, EncryptionKey old) {
        return ring.replaceActive(tx, old, request.actor()).orElseThrow(StartRotation::runsAlready);
    }

    /** What a failed rotation has left under an old key moves to the key that is active by now. */
    private UUID activeKey(SecureTransaction tx, EncryptionKey old) {
        if (old.keyStatus() != KeyStatus.ROTATING) {
            throw ClmException.of(
                    ErrorCode.STATE_CONFLICT, "the key is " + old.keyStatus().code() + " and protects nothing");
        }
        return keys.findActiveId(tx, old.organizationId())
                .orElseThrow(() -> ClmException.of(ErrorCode.STATE_CONFLICT, "the organization has no active key"));
    }

    private static ClmException runsAlready() {
        return ClmException.of(ErrorCode.STATE_CONFLICT, "a rotation of the organization's data key is under way");
    }
}
