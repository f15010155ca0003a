package dev.clm.secure.key.keyrotation;

import dev.clm.common.identifier.Coded;

/** key_rotation_history.rotation_status. */
public enum RotationStatus implements Coded {
    IN_PROGRESS,
    COMPLETED,
    /** Rows are left that did not decrypt; the key they are under is kept. Can be resumed or rolled back. */
    FAILED,
    ROLLED_BACK
}
