package dev.clm.api.key.keyrotation;

import dev.clm.common.coordination.IdempotentAnswer;
import dev.clm.common.coordination.IdempotentAnswerRepository;
import dev.clm.common.database.SqlState;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.failpoint.FailPoint;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.DataKeyRing;
import dev.clm.secure.key.encryptionkey.EncryptionKey;
import dev.clm.secure.key.encryptionkey.EncryptionKeyRepository;
import dev.clm.secure.key.encryptionkey.KeyStatus;
import dev.clm.secure.key.encryptionkey.KeyTransition;
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
    private final IdempotentAnswerRepository<SecureTransaction> idempotencyKeys = new IdempotentAnswerRepository<>();
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
            FailPoint.reach("rotation.1.before", request.actor().organizationId());
            KeyRotation started = secure.inTransaction(request.actor(), tx -> store(tx, request, firstAnswer));
            FailPoint.reach("rotation.1.after", request.actor().organizationId());
            announce(request.actor().organizationId());
            return started;
        } catch (RuntimeException failure) {
            throw refusal(failure);
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

    /** What {@link #start} refuses, with and without a dry run. */
    void requireStartable(SecureTransaction tx, EncryptionKey old) {
        requireNoneUnended(tx, old);
        requireStaying(old);
        if (old.keyStatus() != KeyStatus.ACTIVE) {
            requireRotating(old);
        }
        if (!canBegin(tx, old)) {
            throw ClmException.of(
                    ErrorCode.STATE_CONFLICT,
                    "the key that its rows would go to is to be destroyed; cancel that first");
        }
    }

    private KeyRotation store(
            SecureTransaction tx,
            RotationRequest request,
            Function<KeyRotation, Optional<IdempotentAnswer>> firstAnswer) {
        EncryptionKey old = find(tx, request.keyId());
        requireStartable(tx, old);
        KeyRotation started = begin(tx, request, old);
        firstAnswer.apply(started).ifPresent(first -> idempotencyKeys.reserve(tx, started.organizationId(), first));
        FailPoint.reach("rotation.1.within", started.organizationId());
        return started;
    }

    /** Where no other rotation of that purpose is under way. */
    KeyRotation begin(SecureTransaction tx, RotationRequest request, EncryptionKey old) {
        requireStaying(old);
        boolean replacesKey = KeyTransition.ROTATE.applies(old);
        boolean makesNewKey = replacesKey
                || keys.findActiveId(tx, old.organizationId(), old.purpose()).isEmpty();
        NewRotation rotation = new NewRotation(
                Identifiers.next(),
                request.actor(),
                old.id(),
                replacesKey ? successor(tx, request, old) : activeKey(tx, old),
                makesNewKey,
                old.purpose(),
                request.type(),
                request.reason(),
                request.type().isThrottled() ? pace.rowsPerSecond().orElse(null) : null,
                request.verifyPercent());
        rotations.insert(tx, rotation, references.countPrivateKeys(tx, old.id()));
        if (request.type() == RotationType.COMPROMISE && keys.markCompromised(tx, old.id())) {
            audit.compromised(tx, request.actor(), old.id());
        }
        audit.success(tx, request.actor(), rotation.id(), "started");
        return rotations.find(tx, rotation.id()).orElseThrow();
    }

    /** Whether there is, or can be made, a key that rows of this one may go to: not beside an active one that is to be destroyed. */
    boolean canBegin(SecureTransaction tx, EncryptionKey old) {
        return old.destructionState() == null
                && !(old.keyStatus() == KeyStatus.ROTATING
                        && keys.isActiveToBeDestroyed(tx, old.organizationId(), old.purpose()));
    }

    /** After a rotation was begun or changed, and that is committed: whoever works on rotations is to look. */
    void announce(OrganizationId organization) {
        ring.forget(organization);
        loop.wake();
    }

    private static void requireStaying(EncryptionKey key) {
        if (key.destructionState() != null) {
            throw ClmException.of(
                    ErrorCode.STATE_CONFLICT,
                    "the destruction of the key is " + key.destructionState().code()
                            + "; only one that is scheduled can be cancelled");
        }
    }

    /** What the database says to two who come at once. */
    static RuntimeException refusal(RuntimeException failure) {
        if (SqlState.isUniqueViolation(failure)) {
            return runsAlready();
        }
        return SqlState.isStateRefusal(failure)
                ? ClmException.of(
                        ErrorCode.STATE_CONFLICT, "a key of the rotation is gone, compromised or to be destroyed")
                : failure;
    }

    private UUID successor(SecureTransaction tx, RotationRequest request, EncryptionKey old) {
        return ring.replaceActive(tx, old, request.actor()).orElseThrow(StartRotation::runsAlready);
    }

    /** What a failed rotation has left under an old key moves to the key that is active by now, or to one made for it. */
    private UUID activeKey(SecureTransaction tx, EncryptionKey old) {
        requireRotating(old);
        return ring.activeOrNew(tx, old.organizationId(), old.purpose());
    }

    private void requireNoneUnended(SecureTransaction tx, EncryptionKey old) {
        if (rotations.findUnended(tx, old.organizationId(), old.purpose()).isPresent()) {
            throw runsAlready();
        }
    }

    private static void requireRotating(EncryptionKey key) {
        if (key.keyStatus() != KeyStatus.ROTATING) {
            throw ClmException.of(
                    ErrorCode.STATE_CONFLICT, "the key is " + key.keyStatus().code() + " and protects nothing");
        }
    }

    private static ClmException runsAlready() {
        return ClmException.of(ErrorCode.STATE_CONFLICT, "a rotation of the organization's data key is under way");
    }
}
