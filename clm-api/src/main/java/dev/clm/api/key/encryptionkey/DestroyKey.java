package dev.clm.api.key.encryptionkey;

import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.EncryptionKey;
import dev.clm.secure.key.encryptionkey.EncryptionKeyRepository;
import dev.clm.secure.key.encryptionkey.KeyStatus;
import dev.clm.secure.key.encryptionkey.KeyType;
import dev.clm.secure.key.keydestruction.DestructionReceipt;
import dev.clm.secure.key.keydestruction.KeyDestruction;
import dev.clm.secure.key.keydestruction.KeyDestructionRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * Asks for the destruction of a key, and takes that back (docs/KEY-ROTATION.md, "Destruction"). A key that protects rows is
 * refused, unless the caller says that they are to be lost, and names the key twice.
 */
@Service
public class DestroyKey {
    private final SecureDatabase secure;
    private final ReadEncryptionKeys reading;
    private final EncryptionKeyRepository keys;
    private final KeyDestructionRepository destructions;
    private final SecureAuditLog auditLog;
    private final Duration delay;

    public DestroyKey(
            SecureDatabase secure,
            ReadEncryptionKeys reading,
            EncryptionKeyRepository keys,
            KeyDestructionRepository destructions,
            SecureAuditLog auditLog,
            EncryptionKeySettings settings) {
        this.secure = secure;
        this.reading = reading;
        this.keys = keys;
        this.destructions = destructions;
        this.auditLog = auditLog;
        this.delay = settings.destructionDelay();
    }

    /**
     * @param shred true where the private keys under the key are to be lost with it
     * @param confirmedKeyId the key's key_id once more; needed with `shred`
     */
    public record Wanted(String reason, boolean shred, String confirmedKeyId) {}

    /** What is going to happen: `references` rows are lost at `due_at`. */
    public record Planned(boolean dryRun, UUID id, String keyId, boolean shred, long references, Instant dueAt) {}

    Planned schedule(Actor actor, UUID id, Wanted wanted, boolean dryRun) {
        return secure.inTransaction(actor, tx -> {
            EncryptionKey key = reading.find(tx, actor, id);
            long references = keys.countReferences(tx, List.of(id)).getOrDefault(id, 0L);
            requireDestructible(key, wanted, references);
            if (destructions.dueTimes(tx, List.of(id)).containsKey(id)) {
                throw scheduledAlready();
            }
            Instant due = destructions.dueAfter(tx, delay);
            if (!dryRun) {
                store(tx, actor, key, wanted, due);
            }
            return new Planned(dryRun, id, key.keyId(), wanted.shred(), references, due);
        });
    }

    void cancel(Actor actor, UUID id) {
        secure.useTransaction(actor.organizationId(), tx -> {
            EncryptionKey key = reading.find(tx, actor, id);
            if (!destructions.cancel(tx, key.id(), actor.userId())) {
                throw conflict("no destruction of this key can be cancelled: none is scheduled, or it is due");
            }
            audit(tx, actor, key, "destruction_cancelled", null);
        });
    }

    DestructionReceipt receipt(Actor actor, UUID id) {
        return secure.inTransaction(actor, tx -> {
            EncryptionKey key = reading.find(tx, actor, id);
            return destructions
                    .findReceipt(tx, key.id())
                    .orElseThrow(() -> ClmException.of(ErrorCode.NOT_FOUND, "the key has not been destroyed"));
        });
    }

    private static void requireDestructible(EncryptionKey key, Wanted wanted, long references) {
        if (key.keyType() != KeyType.DATA || key.destroyedAt() != null) {
            throw conflict("only a data key that is still there can be destroyed");
        }
        if (wanted.shred()) {
            if (!key.keyId().equals(wanted.confirmedKeyId())) {
                throw ClmException.invalid("key_id", "confirmation_required", "must repeat the key's key_id");
            }
            return;
        }
        if (references > 0) {
            throw conflict("the key protects " + references
                    + " rows; rotate it first, or confirm with shred and key_id that they are to be lost");
        }
        if (key.keyStatus() != KeyStatus.RETIRED && key.keyStatus() != KeyStatus.REVOKED) {
            throw conflict("the key is " + key.keyStatus().code() + "; only a retired or revoked one can be destroyed");
        }
    }

    private void store(SecureTransaction tx, Actor actor, EncryptionKey key, Wanted wanted, Instant due) {
        KeyDestruction destruction = new KeyDestruction(
                Identifiers.next(),
                key.organizationId(),
                key.id(),
                wanted.shred(),
                wanted.reason(),
                actor.userId(),
                null,
                due,
                null);
        if (!destructions.schedule(tx, destruction)) {
            throw scheduledAlready();
        }
        audit(tx, actor, key, "destruction_scheduled", Map.of("shred", wanted.shred(), "due_at", due));
    }

    private void audit(SecureTransaction tx, Actor actor, EncryptionKey key, String action, Map<String, ?> data) {
        auditLog.append(
                tx, AuditEntry.success(actor, AuditCategory.KEY_ACCESS, "encryption_key", key.id(), action, data));
    }

    private static ClmException scheduledAlready() {
        return conflict("the destruction of this key is scheduled already");
    }

    private static ClmException conflict(String detail) {
        return ClmException.of(ErrorCode.STATE_CONFLICT, detail);
    }
}
