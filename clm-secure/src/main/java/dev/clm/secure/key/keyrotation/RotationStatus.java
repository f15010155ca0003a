package dev.clm.secure.key.keyrotation;

import java.util.Locale;

/** key_rotation_history.rotation_status. */
public enum RotationStatus {
    IN_PROGRESS,
    COMPLETED,
    /** Rows are left that did not decrypt; the key they are under is kept. Can be resumed or rolled back. */
    FAILED,
    ROLLED_BACK;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RotationStatus ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
