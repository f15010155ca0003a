package dev.clm.secure.key.keyrotation;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import java.util.Locale;

/** What can be done to a rotation from outside; {@link RotationState} knows when. */
public enum RotationVerb {
    PAUSE,
    RESUME,
    ROLL_BACK,
    /** Ends it where it stands, with what it has done. */
    ABANDON,
    /** Makes it an emergency, or tells that its old key is compromised. */
    ESCALATE;

    /** Its fail points begin so. */
    public String point() {
        return "rotation." + word();
    }

    /** @throws ClmException STATE_CONFLICT where the rotation is in a state that the verb does not lead out of */
    public void require(KeyRotation rotation) {
        RotationState state = RotationState.of(rotation);
        if (!state.allows(this)) {
            throw ClmException.of(
                    ErrorCode.STATE_CONFLICT, "the rotation is " + state.words() + "; " + word() + " does not apply");
        }
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT).replace("_", "");
    }
}
