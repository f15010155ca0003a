package dev.clm.secure.key.keyrotation;

import static dev.clm.secure.key.keyrotation.RotationVerb.ABANDON;
import static dev.clm.secure.key.keyrotation.RotationVerb.ESCALATE;
import static dev.clm.secure.key.keyrotation.RotationVerb.PAUSE;
import static dev.clm.secure.key.keyrotation.RotationVerb.RESUME;
import static dev.clm.secure.key.keyrotation.RotationVerb.ROLL_BACK;

import java.util.Locale;
import java.util.Set;

/**
 * Where a rotation is, for whoever wants to change that: the one place that knows which verb leads out of which state
 * (docs/KEY-ROTATION.md, "States"; requirement K6). Each but a final one has at least one.
 */
public enum RotationState {
    RUNNING(PAUSE, ROLL_BACK, ABANDON, ESCALATE),
    RUNNING_BACK(PAUSE, ABANDON, ESCALATE),
    PAUSED(RESUME, ROLL_BACK, ABANDON, ESCALATE),
    PAUSED_BACK(RESUME, ABANDON, ESCALATE),
    FAILED(RESUME, ROLL_BACK, ABANDON),
    FAILED_BACK(RESUME, ABANDON),
    ABANDONED,
    COMPLETED,
    ROLLED_BACK;

    private final Set<RotationVerb> verbs;

    RotationState(RotationVerb... verbs) {
        this.verbs = Set.of(verbs);
    }

    public static RotationState of(KeyRotation rotation) {
        return of(
                rotation.phase(),
                rotation.status(),
                rotation.back(),
                rotation.pausedAt() != null,
                rotation.abandonedAt() != null);
    }

    static RotationState of(
            RotationPhase phase, RotationStatus status, boolean back, boolean isPaused, boolean isAbandoned) {
        if (phase != RotationPhase.ENDED) {
            return isPaused ? (back ? PAUSED_BACK : PAUSED) : (back ? RUNNING_BACK : RUNNING);
        }
        if (isAbandoned) {
            return ABANDONED;
        }
        return switch (status) {
            case COMPLETED -> COMPLETED;
            case ROLLED_BACK -> ROLLED_BACK;
            default -> back ? FAILED_BACK : FAILED;
        };
    }

    public boolean allows(RotationVerb verb) {
        return verbs.contains(verb);
    }

    public boolean isFinal() {
        return verbs.isEmpty();
    }

    /** For messages: `paused back`. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
