package dev.clm.secure.key.keyrotation;

import java.util.Locale;

/** key_rotations.phase: which of the five steps a rotation is at. */
public enum RotationPhase {
    /** Steps 2 and 3. */
    RE_ENCRYPTING,
    /** Steps 4 and 5. */
    VERIFYING,
    ENDED;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RotationPhase ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
