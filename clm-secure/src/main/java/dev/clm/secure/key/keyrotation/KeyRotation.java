package dev.clm.secure.key.keyrotation;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.key.encryptionkey.KeyPurpose;
import java.time.Instant;
import java.util.UUID;

/**
 * A row of key_rotation_history and its state in key_rotations.
 *
 * @param back whether the rows return to the old key
 * @param madeNewKey false where they moved to a key that was there already
 * @param rowsPerSecond null where nothing slows it down
 * @param recordCertificateId the certificate of the organization that signed the record; null for records of today
 * @param recordSignerId the platform's signer of the record; null before there is one
 * @param failedAttempts in a row without progress; the next one waits
 */
public record KeyRotation(
        UUID id,
        OrganizationId organizationId,
        UUID oldKeyId,
        UUID newKeyId,
        RotationType type,
        String reason,
        RotationStatus status,
        RotationPhase phase,
        boolean back,
        boolean madeNewKey,
        RotationProgress progress,
        int verifyPercent,
        Integer rowsPerSecond,
        KeyPurpose purpose,
        UUID recordCertificateId,
        UUID recordSignerId,
        int failedAttempts,
        Instant startedAt,
        Instant completedAt,
        Instant pausedAt,
        Instant abandonedAt,
        String errorMessage,
        UUID initiatedByUserId) {

    /** The key that rows leave. */
    public UUID sourceKeyId() {
        return back ? newKeyId : oldKeyId;
    }

    /** The key that rows get; the organization's active one. */
    public UUID targetKeyId() {
        return back ? oldKeyId : newKeyId;
    }

    public boolean isRunning() {
        return phase != RotationPhase.ENDED && pausedAt == null;
    }

    public boolean hasEnded() {
        return phase == RotationPhase.ENDED;
    }
}
