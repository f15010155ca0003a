package dev.clm.api.key.keyrotation;

import dev.clm.api.http.description.Codes;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.failpoint.FailPoint;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.EncryptionKeyRepository;
import dev.clm.secure.key.encryptionkey.KeyStatus;
import dev.clm.secure.key.encryptionkey.KeyTransition;
import dev.clm.secure.key.keyrotation.KeyReferenceRepository;
import dev.clm.secure.key.keyrotation.KeyRotation;
import dev.clm.secure.key.keyrotation.KeyRotationRepository;
import dev.clm.secure.key.keyrotation.ReEncryption;
import dev.clm.secure.key.keyrotation.RotationStateRepository;
import dev.clm.secure.key.keyrotation.RotationType;
import dev.clm.secure.key.keyrotation.RotationVerb;
import dev.clm.secure.key.masterkey.KeyUnusable;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.springframework.stereotype.Service;

/**
 * The verbs of a rotation. {@link RotationVerb} knows where each applies; workers notice at the end of their batch, which is then
 * undone.
 */
@Service
public class ControlRotation {
    private final SecureDatabase secure;
    private final KeyRotationRepository rotations;
    private final RotationStateRepository states;
    private final EncryptionKeyRepository keys;
    private final ReEncryption reEncryption;
    private final PrivateKeyVault vault;
    private final RotationAudit audit;
    private final StartRotation start;
    private final KeyReferenceRepository references = new KeyReferenceRepository();

    public ControlRotation(
            SecureDatabase secure,
            KeyRotationRepository rotations,
            RotationStateRepository states,
            EncryptionKeyRepository keys,
            ReEncryption reEncryption,
            PrivateKeyVault vault,
            RotationAudit audit,
            StartRotation start) {
        this.secure = secure;
        this.rotations = rotations;
        this.states = states;
        this.keys = keys;
        this.reEncryption = reEncryption;
        this.vault = vault;
        this.audit = audit;
        this.start = start;
    }

    /** What a rollback would do. */
    @Schema(name = "PlannedRollback")
    public record DryRun(
            boolean dryRun, @Codes(names = "rollback") String operation, UUID id, long items) {}

    public KeyRotation pause(Actor actor, UUID id) {
        return change(actor, id, RotationVerb.PAUSE, "paused", (tx, rotation) -> states.pause(tx, id));
    }

    /** Goes on after a pause, or tries again what a failed rotation has quarantined. Both keys must open. */
    public KeyRotation resume(Actor actor, UUID id) {
        requireLoadable(find(actor, id));
        return change(actor, id, RotationVerb.RESUME, "resumed", (tx, rotation) -> {
            if (!rotation.hasEnded()) {
                return states.resumePaused(tx, id);
            }
            requireActive(tx, rotation.targetKeyId());
            requireNoneUnended(tx, rotation);
            requireSource(tx, rotation.sourceKeyId());
            reEncryption.releaseQuarantined(tx, id);
            states.restart(tx, rotation, references.countPrivateKeys(tx, rotation.sourceKeyId()));
            return true;
        });
    }

    /** Turns a rotation that runs, is paused or has failed: every row goes back, and the old key is active at once. */
    public KeyRotation rollBack(Actor actor, UUID id) {
        return change(actor, id, RotationVerb.ROLL_BACK, "turned_back", (tx, rotation) -> {
            requireTurnable(tx, rotation);
            boolean swapped = keys.change(tx, rotation.newKeyId(), KeyTransition.ROTATE)
                    && keys.change(tx, rotation.oldKeyId(), KeyTransition.RETURN);
            if (!swapped) {
                throw conflict("a later rotation has replaced the key, or one of the two is to be destroyed");
            }
            keys.postponeRotation(tx, rotation.oldKeyId());
            requireNoneUnended(tx, rotation);
            reEncryption.releaseQuarantined(tx, id);
            states.turnBack(tx, rotation, references.countPrivateKeys(tx, rotation.newKeyId()));
            return true;
        });
    }

    public DryRun rollBackDryRun(Actor actor, UUID id) {
        return secure.inTransaction(actor, tx -> {
            KeyRotation rotation = rotations.find(tx, id).orElseThrow(ReadRotations::notFound);
            RotationVerb.ROLL_BACK.require(rotation);
            requireTurnable(tx, rotation);
            return new DryRun(true, "rollback", id, references.countPrivateKeys(tx, rotation.newKeyId()));
        });
    }

    /** Makes a running rotation an emergency, or tells that the key it moves rows from is compromised. */
    public KeyRotation escalate(Actor actor, UUID id, RotationType type) {
        return change(actor, id, RotationVerb.ESCALATE, "escalated", (tx, rotation) -> {
            if (!type.isMoreUrgentThan(rotation.type())) {
                throw conflict("the rotation is " + rotation.type().code() + " already");
            }
            if (type == RotationType.COMPROMISE) {
                if (rotation.back()) {
                    throw conflict("rows go back to the old key; report the compromise of the key that is meant");
                }
                if (keys.markCompromised(tx, rotation.oldKeyId())) {
                    audit.compromised(tx, actor, rotation.oldKeyId());
                }
                if (states.resumePaused(tx, id)) {
                    audit.success(tx, actor, id, "resumed");
                }
            }
            states.escalate(tx, id, type);
            return true;
        });
    }

    private KeyRotation change(
            Actor actor,
            UUID id,
            RotationVerb verb,
            String action,
            BiPredicate<SecureTransaction, KeyRotation> change) {
        String point = verb.point();
        FailPoint.reach(point + ".before", actor.organizationId());
        try {
            KeyRotation changed = secure.inTransaction(actor, tx -> {
                KeyRotation rotation = rotations.lock(tx, id).orElseThrow(ReadRotations::notFound);
                verb.require(rotation);
                if (!change.test(tx, rotation)) {
                    throw conflict("the rotation was changed meanwhile");
                }
                audit.success(tx, actor, id, action);
                FailPoint.reach(point + ".within", actor.organizationId());
                return rotations.find(tx, id).orElseThrow();
            });
            FailPoint.reach(point + ".after", actor.organizationId());
            start.announce(actor.organizationId());
            return changed;
        } catch (RuntimeException failure) {
            throw StartRotation.refusal(failure);
        }
    }

    private KeyRotation find(Actor actor, UUID id) {
        return secure.inTransaction(actor, tx -> rotations.find(tx, id)).orElseThrow(ReadRotations::notFound);
    }

    /** With no transaction open. */
    private void requireLoadable(KeyRotation rotation) {
        RotationVerb.RESUME.require(rotation);
        try {
            vault.load(rotation.organizationId(), rotation.sourceKeyId(), rotation.targetKeyId());
        } catch (ClmException refused) {
            KeyUnusable.orRethrow(refused);
            throw conflict("a key of the rotation is gone or does not open; abandon the rotation");
        }
    }

    private void requireActive(SecureTransaction tx, UUID keyId) {
        if (keys.find(tx, keyId)
                .filter(key -> key.keyStatus() == KeyStatus.ACTIVE)
                .isEmpty()) {
            throw conflict("a later rotation has replaced the key; rotate the old key again");
        }
    }

    /** Asked for after any other rotation, which may just have retired the key. */
    private void requireSource(SecureTransaction tx, UUID keyId) {
        keys.find(tx, keyId).filter(key -> key.keyStatus().isOver()).ifPresent(key -> {
            throw conflict("the key that rows were to leave is "
                    + key.keyStatus().code() + ", and nothing is left under it; abandon the rotation");
        });
    }

    private void requireNoneUnended(SecureTransaction tx, KeyRotation rotation) {
        if (rotations
                .findUnended(tx, rotation.organizationId(), rotation.purpose())
                .filter(other -> !other.id().equals(rotation.id()))
                .isPresent()) {
            throw conflict("another rotation is under way");
        }
    }

    private void requireTurnable(SecureTransaction tx, KeyRotation rotation) {
        boolean compromised = rotation.type() == RotationType.COMPROMISE
                || keys.find(tx, rotation.oldKeyId())
                        .filter(key -> key.compromisedAt() == null)
                        .isEmpty();
        if (compromised) {
            throw conflict("a compromised key does not become active again");
        }
        if (!rotation.madeNewKey()) {
            throw conflict("the rotation moved rows to a key that was active before it");
        }
    }

    private static ClmException conflict(String detail) {
        return ClmException.of(ErrorCode.STATE_CONFLICT, detail);
    }
}
