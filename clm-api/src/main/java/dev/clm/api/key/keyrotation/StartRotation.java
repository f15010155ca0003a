package dev.clm.api.key.keyrotation;

import dev.clm.api.certificate.issuance.EarlierAnswers;
import dev.clm.api.http.idempotency.IdempotencyRequest;
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
import dev.clm.secure.key.keyrotation.KeyRotationRepository;
import dev.clm.secure.key.keyrotation.NewRotation;
import dev.clm.secure.key.keyrotation.RotationType;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/**
 * Step 1 of a rotation, one transaction: the new key is stored and active, the old one rotating, history and state are there.
 * From its commit on every instance encrypts under the new key within a second, and whoever finds the rotation works on it.
 */
@Service
public class StartRotation {
    private static final int ACCEPTED = 202;

    private final SecureDatabase secure;
    private final DataKeyRing ring;
    private final EncryptionKeyRepository keys;
    private final KeyRotationRepository rotations;
    private final KeyReferenceRepository references;
    private final IdempotencyKeyRepository idempotencyKeys;
    private final EarlierAnswers earlierAnswers;
    private final RotationAudit audit;
    private final RotationPace pace;
    private final RotationLoop loop;
    private final JsonMapper json;
    private final Clock clock;

    public StartRotation(
            SecureDatabase secure,
            DataKeyRing ring,
            EncryptionKeyRepository keys,
            KeyRotationRepository rotations,
            KeyReferenceRepository references,
            IdempotencyKeyRepository idempotencyKeys,
            EarlierAnswers earlierAnswers,
            RotationAudit audit,
            RotationPace pace,
            RotationLoop loop,
            JsonMapper json,
            Clock clock) {
        this.secure = secure;
        this.ring = ring;
        this.keys = keys;
        this.rotations = rotations;
        this.references = references;
        this.idempotencyKeys = idempotencyKeys;
        this.earlierAnswers = earlierAnswers;
        this.audit = audit;
        this.pace = pace;
        this.loop = loop;
        this.json = json;
        this.clock = clock;
    }

    /** What the client gets: the body as it is stored under the idempotency key. */
    public record Answer(String location, String body) {}

    /** @param key null where the client sent none, and for jobs */
    public Answer start(RotationRequest order, IdempotencyRequest key) {
        Optional<Answer> earlier = earlierAnswer(key);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        try {
            FailPoint.reach("rotation.1.before");
            Answer answer = secure.inTransaction(order.actor(), tx -> store(tx, order, key));
            FailPoint.reach("rotation.1.after");
            ring.forget(order.actor().organizationId());
            loop.wake();
            return answer;
        } catch (ClmException refused) {
            if (refused.code() == ErrorCode.IDEMPOTENCY_KEY_IN_USE) {
                return earlierAnswer(key).orElseThrow(() -> refused);
            }
            throw refused;
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

    private Answer store(SecureTransaction tx, RotationRequest order, IdempotencyRequest key) {
        EncryptionKey old = find(tx, order.keyId());
        if (rotations.findUnended(tx, old.organizationId()).isPresent()) {
            throw runsAlready();
        }
        boolean makesNewKey = old.keyStatus() == KeyStatus.ACTIVE;
        NewRotation rotation = new NewRotation(
                Identifiers.next(),
                order.actor(),
                old.id(),
                makesNewKey ? successor(tx, order, old) : activeKey(tx, old),
                makesNewKey,
                order.type(),
                order.reason(),
                order.type().isThrottled() ? pace.rowsPerSecond().orElse(null) : null,
                order.verifyPercent());
        rotations.insert(tx, rotation, references.countPrivateKeys(tx, old.id()));
        if (order.type() == RotationType.COMPROMISE) {
            references.noteEndangered(tx, rotation);
        }
        audit.success(tx, order.actor(), rotation.id(), "started");
        Answer answer = answer(tx, rotation.id());
        remember(tx, answer, key);
        return answer;
    }

    private UUID successor(SecureTransaction tx, RotationRequest order, EncryptionKey old) {
        return ring.replaceActive(tx, old, order.actor()).orElseThrow(StartRotation::runsAlready);
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

    private Answer answer(SecureTransaction tx, UUID id) {
        RotationView view = RotationView.of(rotations.find(tx, id).orElseThrow());
        return new Answer("/api/v1/key-rotations/" + id, json.writeValueAsString(view));
    }

    private void remember(SecureTransaction tx, Answer answer, IdempotencyRequest key) {
        if (key != null
                && idempotencyKeys
                                .insertNew(
                                        tx,
                                        key.organization(),
                                        List.of(EarlierAnswers.answer(key, ACCEPTED, answer.location(), answer.body())),
                                        clock.instant())[0]
                        == 0) {
            throw ClmException.of(
                    ErrorCode.IDEMPOTENCY_KEY_IN_USE, "another request with this idempotency key was quicker");
        }
    }

    private Optional<Answer> earlierAnswer(IdempotencyRequest key) {
        return key == null
                ? Optional.empty()
                : earlierAnswers.find(key).map(answer -> new Answer(answer.location(), answer.body()));
    }

    private static ClmException runsAlready() {
        return ClmException.of(ErrorCode.STATE_CONFLICT, "a rotation of the organization's data key is under way");
    }
}
