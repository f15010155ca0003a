package dev.clm.api.key.keyrotation;

import dev.clm.common.tenant.Actor;
import dev.clm.secure.key.keyrotation.RotationType;
import java.util.UUID;

/** Who wants which data key rotated, why, and how many of a hundred rows are decrypted as proof. */
public record RotationRequest(Actor actor, UUID keyId, RotationType type, String reason, int verifyPercent) {
    public static final int EVERY_ROW = 100;

    /** For jobs. */
    public static RotationRequest of(Actor actor, UUID keyId, RotationType type, String reason) {
        return new RotationRequest(actor, keyId, type, reason, EVERY_ROW);
    }
}
