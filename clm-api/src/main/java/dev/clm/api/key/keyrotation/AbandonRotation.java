package dev.clm.api.key.keyrotation;

import dev.clm.common.failpoint.FailPoint;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.EncryptionKey;
import dev.clm.secure.key.encryptionkey.EncryptionKeyRepository;
import dev.clm.secure.key.keyrotation.CompletionRecord;
import dev.clm.secure.key.keyrotation.KeyReferenceRepository;
import dev.clm.secure.key.keyrotation.KeyRotation;
import dev.clm.secure.key.keyrotation.KeyRotationRepository;
import dev.clm.secure.key.keyrotation.RotationStateRepository;
import dev.clm.secure.key.keyrotation.RotationVerb;
import dev.clm.secure.key.signer.PlatformSigner;
import dev.clm.secure.key.signer.Signer;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * Ends a rotation that runs, is paused or has failed, for good and where it stands (K6): history and a signed record tell what
 * it has done, counted in the transaction that ends it. What is left under the old key moves when that is rotated again.
 */
@Service
public class AbandonRotation {
    private final SecureDatabase secure;
    private final KeyRotationRepository rotations;
    private final RotationStateRepository states;
    private final EncryptionKeyRepository keys;
    private final PlatformSigner signing;
    private final RotationAudit audit;
    private final KeyReferenceRepository references = new KeyReferenceRepository();

    public AbandonRotation(
            SecureDatabase secure,
            KeyRotationRepository rotations,
            RotationStateRepository states,
            EncryptionKeyRepository keys,
            PlatformSigner signing,
            RotationAudit audit) {
        this.secure = secure;
        this.rotations = rotations;
        this.states = states;
        this.keys = keys;
        this.signing = signing;
        this.audit = audit;
    }

    public KeyRotation abandon(Actor actor, UUID id) {
        Signer signer = signing.current();
        String point = RotationVerb.ABANDON.point();
        FailPoint.reach(point + ".before", actor.organizationId());
        KeyRotation abandoned = secure.inTransaction(actor, tx -> {
            KeyRotation rotation = rotations.lock(tx, id).orElseThrow(ReadRotations::notFound);
            RotationVerb.ABANDON.require(rotation);
            end(tx, actor, rotation, signer);
            FailPoint.reach(point + ".within", actor.organizationId());
            return rotations.find(tx, id).orElseThrow();
        });
        FailPoint.reach(point + ".after", actor.organizationId());
        return abandoned;
    }

    /** Within the caller's transaction, which has locked the rotation and found that it can be abandoned. */
    void end(SecureTransaction tx, Actor actor, KeyRotation rotation, Signer signer) {
        EncryptionKey oldKey = keys.find(tx, rotation.oldKeyId()).orElseThrow();
        EncryptionKey newKey = keys.find(tx, rotation.newKeyId()).orElseThrow();
        long left = references.count(tx, rotation.oldKeyId());
        long moved = references.countPrivateKeys(tx, rotation.newKeyId());
        byte[] record = CompletionRecord.abandoned(rotation, oldKey, newKey, left, moved, tx.now())
                .signedBy(signer.id(), signer.thumbprintSha256());
        String error = "abandoned with " + left + " rows under the old key and " + moved + " under the new one";
        states.abandon(tx, rotation.id(), error, signer.id(), signing.sign(signer, record));
        audit.success(tx, actor, rotation.id(), "abandoned");
    }
}
