package dev.clm.api.key.keyrotation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clm.api.http.description.Codes;
import dev.clm.common.error.ClmException;
import dev.clm.common.failpoint.FailPoint;
import dev.clm.common.field.Page;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.EncryptionKey;
import dev.clm.secure.key.encryptionkey.EncryptionKeyRepository;
import dev.clm.secure.key.encryptionkey.KeyStatus;
import dev.clm.secure.key.encryptionkey.KeyTransition;
import dev.clm.secure.key.keyrotation.EndangeredCertificate;
import dev.clm.secure.key.keyrotation.KeyRotation;
import dev.clm.secure.key.keyrotation.KeyRotationRepository;
import dev.clm.secure.key.keyrotation.RotationStateRepository;
import dev.clm.secure.key.keyrotation.RotationType;
import dev.clm.secure.key.signer.PlatformSigner;
import dev.clm.secure.key.signer.Signer;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Tells that a data key is compromised, whatever state it is in and whatever runs (K9). A retired key is revoked at once; rows
 * leave any other, by the rotation that runs or by a new one. Telling it again changes nothing, and lists the next page.
 */
@Service
public class ReportCompromise {
    private final SecureDatabase secure;
    private final EncryptionKeyRepository keys;
    private final KeyRotationRepository rotations;
    private final RotationStateRepository states = new RotationStateRepository();
    private final StartRotation start;
    private final AbandonRotation abandoning;
    private final PlatformSigner signing;
    private final ReadRotations reading;
    private final RotationAudit audit;

    public ReportCompromise(
            SecureDatabase secure,
            EncryptionKeyRepository keys,
            KeyRotationRepository rotations,
            StartRotation start,
            AbandonRotation abandoning,
            PlatformSigner signing,
            ReadRotations reading,
            RotationAudit audit) {
        this.secure = secure;
        this.keys = keys;
        this.rotations = rotations;
        this.start = start;
        this.abandoning = abandoning;
        this.signing = signing;
        this.reading = reading;
        this.audit = audit;
    }

    /**
     * @param rotationId what moves the rows away; null where none are left, or another rotation or the active key's destruction has
     *     to end first
     * @param certificates every certificate whose private key the key ever sealed
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "ReportedCompromise")
    public record Reported(
            boolean dryRun,
            UUID encryptionKeyId,
            @Codes(of = KeyStatus.class) String keyStatus,
            @Nullable Instant compromisedAt,
            @Nullable UUID rotationId,
            Page<EndangeredCertificate> certificates) {}

    Reported preview(Actor actor, UUID id, UUID cursor, int limit) {
        EncryptionKey key = secure.inTransaction(actor, tx -> start.find(tx, id));
        return answer(actor, true, key, null, cursor, limit);
    }

    Reported report(Actor actor, UUID id, String reason, UUID cursor, int limit) {
        Signer signer = signing.current();
        RotationRequest order =
                new RotationRequest(actor, id, RotationType.COMPROMISE, reason, RotationRequest.EVERY_ROW);
        FailPoint.reach("compromise.before", actor.organizationId());
        try {
            UUID rotation = secure.inTransaction(actor, tx -> mark(tx, order, signer));
            FailPoint.reach("compromise.after", actor.organizationId());
            start.announce(actor.organizationId());
            EncryptionKey now = secure.inTransaction(actor, tx -> start.find(tx, id));
            return answer(actor, false, now, rotation, cursor, limit);
        } catch (RuntimeException failure) {
            throw StartRotation.refusal(failure);
        }
    }

    private UUID mark(SecureTransaction tx, RotationRequest order, Signer signer) {
        EncryptionKey key = start.find(tx, order.keyId());
        if (!keys.markCompromised(tx, key.id())) {
            return rotationAwayFrom(tx, key).map(KeyRotation::id).orElse(null);
        }
        audit.compromised(tx, order.actor(), key.id());
        UUID rotation = react(tx, order, signer);
        FailPoint.reach("compromise.within", order.actor().organizationId());
        return rotation;
    }

    /** Once the key is marked; answers the rotation that moves its rows. */
    private UUID react(SecureTransaction tx, RotationRequest order, Signer signer) {
        EncryptionKey key = start.find(tx, order.keyId());
        if (key.keyStatus() == KeyStatus.REVOKED || keys.change(tx, key.id(), KeyTransition.REVOKE)) {
            return null;
        }
        Optional<KeyRotation> unended = rotations
                .findUnended(tx, key.organizationId(), key.purpose())
                .flatMap(found -> rotations.lock(tx, found.id()))
                .filter(found -> !found.hasEnded());
        if (unended.isPresent() && unended.get().sourceKeyId().equals(key.id())) {
            return hurry(tx, order.actor(), unended.get());
        }
        if (unended.isPresent() && unended.get().targetKeyId().equals(key.id())) {
            abandoning.end(tx, order.actor(), unended.get(), signer);
        } else if (unended.isPresent()) {
            return null;
        }
        return start.canBegin(tx, key)
                ? start.begin(tx, order, start.find(tx, key.id())).id()
                : null;
    }

    private UUID hurry(SecureTransaction tx, Actor actor, KeyRotation rotation) {
        RotationType type = rotation.back() ? RotationType.EMERGENCY : RotationType.COMPROMISE;
        if (type.isMoreUrgentThan(rotation.type())) {
            states.escalate(tx, rotation.id(), type);
            audit.success(tx, actor, rotation.id(), "escalated");
        }
        if (states.resumePaused(tx, rotation.id())) {
            audit.success(tx, actor, rotation.id(), "resumed");
        }
        return rotation.id();
    }

    private Optional<KeyRotation> rotationAwayFrom(SecureTransaction tx, EncryptionKey key) {
        return rotations
                .findUnended(tx, key.organizationId(), key.purpose())
                .filter(found -> found.sourceKeyId().equals(key.id()));
    }

    /** @throws ClmException NOT_FOUND */
    private Reported answer(Actor actor, boolean dryRun, EncryptionKey key, UUID rotation, UUID cursor, int limit) {
        return new Reported(
                dryRun,
                key.id(),
                key.keyStatus().code(),
                key.compromisedAt(),
                rotation,
                reading.everUnder(actor, key.id(), cursor, limit));
    }
}
