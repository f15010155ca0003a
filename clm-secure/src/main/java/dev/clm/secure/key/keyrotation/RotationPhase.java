package dev.clm.secure.key.keyrotation;

import dev.clm.common.identifier.Coded;

/** key_rotations.phase: which of the five steps a rotation is at. */
public enum RotationPhase implements Coded {
    /** Steps 2 and 3. */
    RE_ENCRYPTING,
    /** Steps 4 and 5. */
    VERIFYING,
    ENDED
}
