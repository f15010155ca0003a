package dev.clm.api.key.keyrotation;

import dev.clm.api.http.description.Codes;
import dev.clm.api.http.description.Required;
import dev.clm.api.key.encryptionkey.ReasonText;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.key.keyrotation.RotationType;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Body of `POST /api/v1/encryption-keys/{id}/rotate`.
 *
 * @param rotationType manual, emergency or compromise
 * @param verifyPercent how many of a hundred rows are decrypted as proof; all where it is left out
 */
@Schema(name = "RotateEncryptionKeyBody")
public record RotateBody(
        @Required @Codes(of = RotationType.class, except = "scheduled")
        String rotationType,

        String rotationReason,
        Integer verifyPercent) {
    RotationRequest request(Actor actor, UUID keyId) {
        RotationType type = RotationType.ofRequest(rotationType);
        List<FieldError> faults = new ArrayList<>();
        ReasonText.fault("rotation_reason", rotationReason).ifPresent(faults::add);
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
