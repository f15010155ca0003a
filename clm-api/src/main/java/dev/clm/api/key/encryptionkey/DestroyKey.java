package dev.clm.api.key.encryptionkey;

import dev.clm.api.certificate.revocation.RevocationSettings;
import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.coordination.IdempotentAnswer;
import dev.clm.common.coordination.IdempotentAnswerRepository;
import dev.clm.common.database.SqlState;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.failpoint.FailPoint;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.DataKeyRing;
import dev.clm.secure.key.encryptionkey.EncryptionKey;
import dev.clm.secure.key.encryptionkey.KeyStatus;
import dev.clm.secure.key.encryptionkey.KeyType;
import dev.clm.secure.key.keydestruction.DestructionReceipt;
import dev.clm.secure.key.keydestruction.KeyDestruction;
import dev.clm.secure.key.keydestruction.KeyDestructionRepository;
import dev.clm.secure.key.keyrotation.KeyReferenceRepository;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Service;

/**
 * Asks for the destruction of a key, and takes that back (docs/KEY-ROTATION.md, "Destruction"). A key that protects rows is
 * refused, unless the caller says that they are to be lost, and names the key twice; the active one too, unless the caller says
 * that the organization is to stop.
 */
@Service
public class DestroyKey {
    private final SecureDatabase secure;
    private final ReadEncryptionKeys reading;
    private final KeyDestructionRepository destructions;
    private final SecureAuditLog auditLog;
    private final DataKeyRing ring;
    private final Duration delay;
    private final Duration codeSigningKept;
    private final KeyReferenceRepository references = new KeyReferenceRepository();
    private final IdempotentAnswerRepository<SecureTransaction> idempotencyKeys = new IdempotentAnswerRepository<>();

    public DestroyKey(
            SecureDatabase secure,
            ReadEncryptionKeys reading,
            KeyDestructionRepository destructions,
            SecureAuditLog auditLog,
            DataKeyRing ring,
            EncryptionKeySettings settings,
            RevocationSettings revocation) {
        this.secure = secure;
        this.reading = reading;
        this.destructions = destructions;
        this.auditLog = auditLog;
        this.ring = ring;
        this.delay = settings.destructionDelay();
        this.codeSigningKept = revocation.codeSigningKept();
    }

    /**
     * @param shred true where the private keys under the key are to be lost with it
     * @param confirmedKeyId the key's key_id once more; needed with `shred`
     * @param stop true where the key may be the active one: until it is gone, or this is cancelled, the organization stores no
     *     private key
     */
    public record Wanted(String reason, boolean shred, String confirmedKeyId, boolean stop) {}

    /** What is going to happen: `references` rows are lost at `due_at`. */
    @Schema(name = "PlannedKeyDestruction")
    public record Planned(
            boolean dryRun,
            UUID id,
            String keyId,
            boolean shred,
            boolean stopOrganization,
            long references,
            Instant dueAt) {}

    Planned preview(Actor actor, UUID id, Wanted wanted) {
        return secure.inTransaction(actor, tx -> plan(tx, actor, id, wanted, true));
    }

    /** `firstAnswer` gives what is to be stored for repeated requests, if anything. */
    Planned schedule(Actor actor, UUID id, Wanted wanted, Function<Planned, Optional<IdempotentAnswer>> firstAnswer) {
        FailPoint.reach("key-destruction.ask.before", actor.organizationId());
        try {
            Planned scheduled = secure.inTransaction(actor, tx -> {
                Planned planned = plan(tx, actor, id, wanted, false);
                store(tx, actor, planned, wanted.reason());
                firstAnswer
                        .apply(planned)
                        .ifPresent(first -> idempotencyKeys.reserve(tx, actor.organizationId(), first));
                FailPoint.reach("key-destruction.ask.within", actor.organizationId());
                return planned;
            });
            FailPoint.reach("key-destruction.ask.after", actor.organizationId());
            // Here at once; other instances ask which key is active twice a second.
            ring.forget(actor.organizationId());
            return scheduled;
        } catch (RuntimeException failure) {
            throw SqlState.isStateRefusal(failure) ? conflict("the state of the key has just changed") : failure;
        }
    }

    private Planned plan(SecureTransaction tx, Actor actor, UUID id, Wanted wanted, boolean dryRun) {
        EncryptionKey key = reading.find(tx, actor, id);
        long references = this.references.count(tx, id);
        requireDestructible(key, wanted, references);
        destructions
                .hindrance(tx, id)
                .or(() -> destructions.listing(tx, id, codeSigningKept))
                .ifPresent(why -> {
                    throw conflict(why);
                });
        Instant due = destructions.dueAfter(tx, delay);
        return new Planned(dryRun, id, key.keyId(), wanted.shred(), wanted.stop(), references, due);
    }

    void cancel(Actor actor, UUID id) {
        FailPoint.reach("key-destruction.cancel.before", actor.organizationId());
        secure.useTransaction(actor.organizationId(), tx -> {
            EncryptionKey key = reading.find(tx, actor, id);
            if (!destructions.cancel(tx, key.id(), actor.userId())) {
                throw conflict("no destruction of this key can be cancelled: none is scheduled, or it has begun");
            }
            audit(tx, actor, key.id(), "destruction_cancelled", null);
            FailPoint.reach("key-destruction.cancel.within", actor.organizationId());
        });
        FailPoint.reach("key-destruction.cancel.after", actor.organizationId());
        ring.forget(actor.organizationId());
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
        if (key.destructionState() != null) {
            throw scheduledAlready();
        }
        if (wanted.shred() && !key.keyId().equals(wanted.confirmedKeyId())) {
            throw ClmException.invalid("key_id", "confirmation_required", "must repeat the key's key_id");
        }
        if (!wanted.shred() && references > 0) {
            throw conflict("the key protects " + references
                    + " rows; rotate it first, or confirm with shred and key_id that they are to be lost");
        }
        if (!wanted.shred() && !key.keyStatus().isOver()) {
            throw conflict("the key is " + key.keyStatus().code() + "; only a retired or revoked one can be destroyed");
        }
        if (key.keyStatus() == KeyStatus.ACTIVE && !wanted.stop()) {
            throw conflict("the key is active and takes new rows; rotate it first, or confirm with stop_organization");
        }
    }

    private void store(SecureTransaction tx, Actor actor, Planned planned, String reason) {
        KeyDestruction destruction = new KeyDestruction(
                Identifiers.next(),
                actor.organizationId(),
                planned.id(),
                planned.shred(),
                planned.stopOrganization(),
                reason,
                actor.userId(),
                null,
                planned.dueAt(),
                null);
        if (!destructions.schedule(tx, destruction)) {
            throw scheduledAlready();
        }
        audit(
                tx,
                actor,
                planned.id(),
                "destruction_scheduled",
                Map.of("shred", planned.shred(), "due_at", planned.dueAt()));
    }

    private void audit(SecureTransaction tx, Actor actor, UUID key, String action, Map<String, ?> data) {
        auditLog.append(tx, AuditEntry.success(actor, AuditCategory.KEY_ACCESS, "encryption_key", key, action, data));
    }

    private static ClmException scheduledAlready() {
        return conflict("the destruction of this key is scheduled already");
    }

    private static ClmException conflict(String detail) {
        return ClmException.of(ErrorCode.STATE_CONFLICT, detail);
    }
}
