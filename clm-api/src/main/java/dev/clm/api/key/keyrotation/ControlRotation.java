package dev.clm.api.key.keyrotation;

import dev.clm.common.database.SqlState;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.DataKeyRing;
import dev.clm.secure.key.encryptionkey.EncryptionKeyRepository;
import dev.clm.secure.key.encryptionkey.KeyStatus;
import dev.clm.secure.key.keyrotation.KeyReferenceRepository;
import dev.clm.secure.key.keyrotation.KeyRotation;
import dev.clm.secure.key.keyrotation.KeyRotationRepository;
import dev.clm.secure.key.keyrotation.ReEncryption;
import dev.clm.secure.key.keyrotation.RotationStateRepository;
import dev.clm.secure.key.keyrotation.RotationStatus;
import dev.clm.secure.key.keyrotation.RotationType;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Service;

/** Pauses, resumes and turns rotations. Workers notice at the end of their batch, which is then undone. */
@Service
public class ControlRotation {
    private final SecureDatabase secure;
    private final KeyRotationRepository rotations;
    private final RotationStateRepository states;
    private final EncryptionKeyRepository keys;
    private final ReEncryption reEncryption;
    private final DataKeyRing ring;
    private final RotationAudit audit;
    private final RotationLoop loop;
    private final KeyReferenceRepository references = new KeyReferenceRepository();

    public ControlRotation(
            SecureDatabase secure,
            KeyRotationRepository rotations,
            RotationStateRepository states,
            EncryptionKeyRepository keys,
            ReEncryption reEncryption,
            DataKeyRing ring,
            RotationAudit audit,
            RotationLoop loop) {
        this.secure = secure;
        this.rotations = rotations;
        this.states = states;
        this.keys = keys;
        this.reEncryption = reEncryption;
        this.ring = ring;
        this.audit = audit;
        this.loop = loop;
    }

    /** What a rollback would do. */
    public record DryRun(boolean dryRun, String operation, UUID id, long items) {}

    public KeyRotation pause(Actor actor, UUID id) {
        return change(actor, id, "paused", (tx, rotation) -> {
            if (!states.pause(tx, id)) {
                throw conflict(rotation.hasEnded() ? "the rotation has ended" : "the rotation is paused already");
            }
        });
    }

    /** Goes on after a pause, or tries again what a failed rotation has quarantined. */
    public KeyRotation resume(Actor actor, UUID id) {
        return change(actor, id, "resumed", (tx, rotation) -> {
            if (rotation.status() == RotationStatus.FAILED) {
                requireStatus(tx, rotation.targetKeyId(), KeyStatus.ACTIVE);
                reEncryption.releaseQuarantined(tx, id);
                states.restart(tx, rotation, references.countPrivateKeys(tx, rotation.sourceKeyId()));
            } else if (!states.resumePaused(tx, id)) {
                throw conflict("the rotation is not paused");
            }
        });
    }

    /** Turns a rotation that runs, is paused or has failed: every row goes back, and the old key is active at once. */
    public KeyRotation rollBack(Actor actor, UUID id) {
        KeyRotation turned = change(actor, id, "turned_back", (tx, rotation) -> {
            requireTurnable(rotation);
            boolean swapped = keys.changeStatus(tx, rotation.newKeyId(), KeyStatus.ACTIVE, KeyStatus.ROTATING)
                    && keys.changeStatus(tx, rotation.oldKeyId(), KeyStatus.ROTATING, KeyStatus.ACTIVE);
            if (!swapped) {
                throw conflict("a later rotation has replaced the key");
            }
            reEncryption.releaseQuarantined(tx, id);
            states.turnBack(tx, rotation, references.countPrivateKeys(tx, rotation.newKeyId()));
        });
        ring.forget(actor.organizationId());
        return turned;
    }

    public DryRun rollBackDryRun(Actor actor, UUID id) {
        return secure.inTransaction(actor, tx -> {
            KeyRotation rotation = rotations.find(tx, id).orElseThrow(ReadRotations::notFound);
            requireTurnable(rotation);
            return new DryRun(true, "rollback", id, references.countPrivateKeys(tx, rotation.newKeyId()));
        });
    }

    private KeyRotation change(Actor actor, UUID id, String action, BiConsumer<SecureTransaction, KeyRotation> change) {
        try {
            KeyRotation changed = secure.inTransaction(actor, tx -> {
                change.accept(tx, rotations.lock(tx, id).orElseThrow(ReadRotations::notFound));
                audit.success(tx, actor, id, action);
                return rotations.find(tx, id).orElseThrow();
            });
            loop.wake();
            return changed;
        } catch (RuntimeException failure) {
            throw SqlState.isUniqueViolation(failure) ? conflict("another rotation is under way") : failure;
        }
    }

    private void requireStatus(SecureTransaction tx, UUID keyId, KeyStatus wanted) {
        if (keys.find(tx, keyId).filter(key -> key.keyStatus() == wanted).isEmpty()) {
            throw conflict("a later rotation has replaced the key; rotate the old key again");
        }
    }

    private static void requireTurnable(KeyRotation rotation) {
        if (rotation.back()) {
            throw conflict("the rotation is rolled back already");
        }
        if (rotation.hasEnded() && rotation.status() != RotationStatus.FAILED) {
            throw conflict("the rotation is " + rotation.status().code() + ", the old key is retired");
        }
        if (rotation.type() == RotationType.COMPROMISE) {
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
