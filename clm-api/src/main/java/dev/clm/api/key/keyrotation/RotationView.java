package dev.clm.api.key.keyrotation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clm.secure.key.keyrotation.KeyRotation;
import dev.clm.secure.key.keyrotation.RotationProgress;
import java.time.Instant;
import java.util.UUID;

/**
 * A rotation as the API shows it (spec/api.md, "Keys" and "Long work").
 *
 * @param direction forward, or back while it is rolled back
 * @param etaSeconds null as long as no rate is known
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RotationView(
        UUID id,
        UUID oldKeyId,
        UUID newKeyId,
        String rotationType,
        String rotationReason,
        String rotationStatus,
        String status,
        String phase,
        String direction,
        long itemsReEncrypted,
        long total,
        long done,
        long failed,
        long verified,
        int verifyPercent,
        double ratePerSecond,
        Long etaSeconds,
        Instant startedAt,
        Instant completedAt,
        Instant pausedAt,
        Instant abandonedAt,
        String purpose,
        int failedAttempts,
        String errorMessage,
        UUID initiatedByUserId) {

    static RotationView of(KeyRotation rotation) {
        RotationProgress progress = rotation.progress();
        boolean moving = rotation.isRunning();
        return new RotationView(
                rotation.id(),
                rotation.oldKeyId(),
                rotation.newKeyId(),
                rotation.type().code(),
                rotation.reason(),
                rotation.status().code(),
                rotation.status().code(),
                rotation.phase().code(),
                rotation.back() ? "back" : "forward",
                progress.reEncrypted(),
                progress.total(),
                progress.done(),
                progress.failed(),
                progress.verified(),
                rotation.verifyPercent(),
                progress.ratePerSecond(),
                moving && progress.etaSeconds().isPresent()
                        ? progress.etaSeconds().getAsLong()
                        : null,
                rotation.startedAt(),
                rotation.completedAt(),
                rotation.pausedAt(),
                rotation.abandonedAt(),
                rotation.purpose().code(),
                rotation.failedAttempts(),
                rotation.errorMessage(),
                rotation.initiatedByUserId());
    }
}
