package dev.clm.api.key.encryptionkey;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import java.util.List;
import java.util.Optional;

/** A reason that a caller gives, as it is stored and shown: short, and without control characters. */
public final class ReasonText {
    private static final int LONGEST = 1_000;

    private ReasonText() {}

    /** @throws ClmException naming the field */
    public static void require(String field, String reason) {
        fault(field, reason).ifPresent(found -> {
            throw ClmException.invalid(List.of(found));
        });
    }

    /** Nothing where it can be stored; null is none. */
    public static Optional<FieldError> fault(String field, String reason) {
        if (reason != null && reason.length() > LONGEST) {
            return Optional.of(new FieldError(field, "too_long", "must have at most " + LONGEST + " characters"));
        }
        if (reason != null && reason.chars().anyMatch(Character::isISOControl)) {
            return Optional.of(new FieldError(field, "control_character", "must have no control characters"));
        }
        return Optional.empty();
    }
}
