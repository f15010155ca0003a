package dev.clm.api.key.keyrotation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clm.api.http.description.Codes;
import dev.clm.secure.key.encryptionkey.KeyPurpose;
import dev.clm.secure.key.keyrotation.KeyRotation;
import dev.clm.secure.key.keyrotation.RotationPhase;
import dev.clm.secure.key.keyrotation.RotationProgress;
import dev.clm.secure.key.keyrotation.RotationStatus;
import dev.clm.secure.key.keyrotation.RotationType;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rotation as the API shows it (spec/api.md, "Keys" and "Long work").
 *
 * @param direction forward, or back while it is rolled back
 * @param etaSeconds null as long as no rate is known
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "KeyRotation")
public record RotationView(
        UUID id,
        UUID oldKeyId,
        UUID newKeyId,
        @Codes(of = RotationType.class) String rotationType,
        @Nullable String rotationReason,
        @Codes(of = RotationStatus.class) String rotationStatus,
        @Codes(of = RotationStatus.class) String status,
        @Codes(of = RotationPhase.class) String phase,
        @Codes(names = {"forward", "back"}) String direction,
        long itemsReEncrypted,
        long total,
        long done,
        long failed,
        long verified,
        int verifyPercent,
        double ratePerSecond,
        @Nullable Long etaSeconds,
        Instant startedAt,
        @Nullable Instant completedAt,
        @Nullable Instant pausedAt,
        @Nullable Instant abandonedAt,
        @Codes(of = KeyPurpose.class) String purpose,
        int failedAttempts,
        @Nullable String errorMessage,
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
