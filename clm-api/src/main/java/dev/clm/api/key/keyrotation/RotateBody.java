package dev.clm.api.key.keyrotation;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.key.keyrotation.RotationType;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Body of `POST /api/v1/encryption-keys/{id}/rotate`.
 *
 * @param rotationType manual, emergency or compromise
 * @param verifyPercent how many of a hundred rows are decrypted as proof; all where it is left out
 */
public record RotateBody(String rotationType, String rotationReason, Integer verifyPercent) {
    private static final int LONGEST_REASON = 1_000;

    RotationRequest request(Actor actor, UUID keyId) {
        RotationType type = RotationType.ofRequest(rotationType);
        List<FieldError> faults = new ArrayList<>();
        if (rotationReason != null && rotationReason.length() > LONGEST_REASON) {
            faults.add(new FieldError(
                    "rotation_reason", "too_long", "must have at most " + LONGEST_REASON + " characters"));
        } else if (rotationReason != null && rotationReason.chars().anyMatch(Character::isISOControl)) {
            faults.add(new FieldError("rotation_reason", "control_character", "must have no control characters"));
        }
        if (verifyPercent != null && (verifyPercent < 1 || verifyPercent > RotationRequest.EVERY_ROW)) {
            faults.add(new FieldError("verify_percent", "out_of_range", "must be 1 to " + RotationRequest.EVERY_ROW));
        }
        if (!faults.isEmpty()) {
            throw ClmException.invalid(faults);
        }
        return new RotationRequest(
                actor, keyId, type, rotationReason, verifyPercent == null ? RotationRequest.EVERY_ROW : verifyPercent);
    }
}
