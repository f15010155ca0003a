package dev.clm.secure.key.keyrotation;

import dev.clm.common.error.ClmException;
import dev.clm.common.identifier.Coded;

/** key_rotation_history.rotation_type: why a data key is rotated. */
public enum RotationType implements Coded {
    SCHEDULED,
    /** Nothing slows it down. */
    EMERGENCY,
    /** As an emergency; lists what the key protected, and the key never comes back. */
    COMPROMISE,
    MANUAL;

    public boolean isThrottled() {
        return this == SCHEDULED || this == MANUAL;
    }

    /** Whether a rotation of that type can be raised to this one. */
    public boolean isMoreUrgentThan(RotationType other) {
        return urgency() > other.urgency();
    }

    private int urgency() {
        return isThrottled() ? 0 : this == EMERGENCY ? 1 : 2;
    }

    /** What a caller may ask for: everything but what the schedule starts. */
    public static RotationType ofRequest(String code) {
        return Coded.find(RotationType.class, code)
                .filter(type -> type != SCHEDULED)
                .orElseThrow(() -> ClmException.invalid(
                        "rotation_type", "unknown_value", "must be manual, emergency or compromise"));
    }
}
