package dev.clm.api.key.keyrotation;

import dev.clm.api.http.description.Codes;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.field.Page;
import dev.clm.common.tenant.Actor;
import dev.clm.pki.encoding.PemEncoding;
import dev.clm.secure.certificate.issued.CertificateRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.EncryptionKey;
import dev.clm.secure.key.keyrotation.EndangeredCertificate;
import dev.clm.secure.key.keyrotation.KeyReferenceRepository;
import dev.clm.secure.key.keyrotation.KeyRotation;
import dev.clm.secure.key.keyrotation.KeyRotationRepository;
import dev.clm.secure.key.keyrotation.QuarantinedKey;
import dev.clm.secure.key.keyrotation.RotationType;
import dev.clm.secure.key.keyrotation.SealedCertificateRepository;
import dev.clm.secure.key.signer.PlatformSigner;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Reads rotations of the caller's organization, their quarantine, and their proof. */
@Service
public class ReadRotations {
    private final SecureDatabase secure;
    private final KeyRotationRepository rotations;
    private final CertificateRepository certificates;
    private final SealedCertificateRepository sealed;
    private final PlatformSigner signing;
    private final StartRotation start;
    private final KeyReferenceRepository references = new KeyReferenceRepository();

    public ReadRotations(
            SecureDatabase secure,
            KeyRotationRepository rotations,
            CertificateRepository certificates,
            SealedCertificateRepository sealed,
            PlatformSigner signing,
            StartRotation start) {
        this.secure = secure;
        this.rotations = rotations;
        this.certificates = certificates;
        this.sealed = sealed;
        this.signing = signing;
        this.start = start;
    }

    /**
     * The record of how a rotation ended as CMS SignedData (DER), and the certificate that checks it.
     *
     * @param certificateId a certificate of the organization; null where the platform's signer signed it
     * @param signerId the platform's signer; null for records from before there was one
     */
    record SignedRecord(byte[] der, UUID certificateId, UUID signerId, String certificatePem) {}

    /** What a rotation would do; `certificates` only after a compromise. */
    @Schema(name = "PlannedKeyRotation")
    public record DryRun(
            boolean dryRun,
            @Codes(names = "rotate") String operation,
            UUID id,
            long references,
            @Nullable Page<EndangeredCertificate> certificates) {}

    KeyRotation find(Actor actor, UUID id) {
        return secure.inTransaction(actor, tx -> rotations.find(tx, id)).orElseThrow(ReadRotations::notFound);
    }

    Page<RotationView> list(Actor actor, UUID cursor, int limit) {
        List<KeyRotation> found = secure.inTransaction(actor, tx -> rotations.list(tx, cursor, limit + 1));
        return Page.of(found, limit, KeyRotation::id).map(RotationView::of);
    }

    Page<QuarantinedKey> quarantine(Actor actor, UUID id, UUID cursor, int limit) {
        List<QuarantinedKey> found = secure.inTransaction(actor, tx -> {
            requireThere(tx, id);
            return references.quarantined(tx, id, cursor, limit + 1);
        });
        return Page.of(found, limit, QuarantinedKey::privateKeyId);
    }

    /** Every certificate whose private key was ever under the rotation's old key (K9). */
    Page<EndangeredCertificate> certificates(Actor actor, UUID id, UUID cursor, int limit) {
        return everUnder(actor, find(actor, id).oldKeyId(), cursor, limit);
    }

    Page<EndangeredCertificate> everUnder(Actor actor, UUID keyId, UUID cursor, int limit) {
        return secure.inSnapshot(actor, tx -> everUnder(tx, actor, keyId, cursor, limit));
    }

    private Page<EndangeredCertificate> everUnder(
            SecureTransaction tx, Actor actor, UUID keyId, UUID cursor, int limit) {
        return Page.of(
                sealed.everUnder(tx, actor.organizationId(), keyId, cursor, limit + 1),
                limit,
                EndangeredCertificate::id);
    }

    DryRun dryRun(Actor actor, UUID keyId, RotationType type, UUID cursor, int limit) {
        return secure.inSnapshot(actor, tx -> {
            EncryptionKey key = start.find(tx, keyId);
            start.requireStartable(tx, key);
            Page<EndangeredCertificate> endangered =
                    type == RotationType.COMPROMISE ? everUnder(tx, actor, keyId, cursor, limit) : null;
            return new DryRun(true, "rotate", key.id(), references.count(tx, keyId), endangered);
        });
    }

    SignedRecord record(Actor actor, UUID id) {
        KeyRotation rotation = find(actor, id);
        byte[] signed =
                secure.inTransaction(actor, tx -> rotations.record(tx, id)).orElseThrow(ReadRotations::noRecord);
        UUID signer = rotation.recordSignerId();
        return new SignedRecord(
                signed,
                signer == null ? rotation.recordCertificateId() : null,
                signer,
                certificatePem(actor, rotation));
    }

    private String certificatePem(Actor actor, KeyRotation rotation) {
        return rotation.recordSignerId() == null
                ? secure.inTransaction(
                                actor, tx -> certificates.findIncludingDeleted(tx, rotation.recordCertificateId()))
                        .orElseThrow()
                        .encoded()
                        .pem()
                : PemEncoding.certificate(
                        signing.find(rotation.recordSignerId()).orElseThrow().certificateDer());
    }

    static ClmException notFound() {
        return ClmException.of(ErrorCode.NOT_FOUND, "there is no such rotation");
    }

    private void requireThere(SecureTransaction tx, UUID id) {
        if (rotations.find(tx, id).isEmpty()) {
            throw notFound();
        }
    }

    private static ClmException noRecord() {
        return ClmException.of(ErrorCode.STATE_CONFLICT, "the rotation has neither been completed nor abandoned");
    }
}
