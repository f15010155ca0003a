package dev.clm.api.key.keyrotation;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.field.Page;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.certificate.issued.Certificate;
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
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Reads rotations of the caller's organization, their quarantine, and their proof. */
@Service
public class ReadRotations {
    private final SecureDatabase secure;
    private final KeyRotationRepository rotations;
    private final CertificateRepository certificates;
    private final StartRotation start;
    private final KeyReferenceRepository references = new KeyReferenceRepository();

    public ReadRotations(
            SecureDatabase secure,
            KeyRotationRepository rotations,
            CertificateRepository certificates,
            StartRotation start) {
        this.secure = secure;
        this.rotations = rotations;
        this.certificates = certificates;
        this.start = start;
    }

    /** A completion record as CMS SignedData (DER), and the certificate that checks it. */
    record SignedRecord(byte[] der, Certificate certificate) {}

    /** What a rotation would do; `certificates` only after a compromise. */
    public record DryRun(
            boolean dryRun, String operation, UUID id, long references, Page<EndangeredCertificate> certificates) {}

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

    /** Empty but after a compromise. */
    Page<EndangeredCertificate> certificates(Actor actor, UUID id, UUID cursor, int limit) {
        List<EndangeredCertificate> found = secure.inTransaction(actor, tx -> {
            requireThere(tx, id);
            return references.certificatesOf(tx, id, cursor, limit + 1);
        });
        return Page.of(found, limit, EndangeredCertificate::id);
    }

    DryRun dryRun(Actor actor, UUID keyId, RotationType type, UUID cursor, int limit) {
        return secure.inTransaction(actor, tx -> {
            EncryptionKey key = start.find(tx, keyId);
            Page<EndangeredCertificate> endangered = type == RotationType.COMPROMISE
                    ? Page.of(
                            references.certificatesUnder(tx, keyId, cursor, limit + 1),
                            limit,
                            EndangeredCertificate::id)
                    : null;
            return new DryRun(true, "rotate", key.id(), references.count(tx, keyId), endangered);
        });
    }

    SignedRecord record(Actor actor, UUID id) {
        return secure.inTransaction(actor, tx -> {
            KeyRotation rotation = rotations.find(tx, id).orElseThrow(ReadRotations::notFound);
            return new SignedRecord(
                    rotations.record(tx, id).orElseThrow(ReadRotations::noRecord),
                    certificates
                            .findIncludingDeleted(tx, rotation.recordCertificateId())
                            .orElseThrow());
        });
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
        return ClmException.of(ErrorCode.STATE_CONFLICT, "the rotation has not been completed");
    }
}
