package dev.clm.api.key.keyrotation;

import java.util.Optional;

/**
 * How hard this instance works on a rotation, and what a rotation that can wait may cost.
 *
 * @param workers threads for each rotation on this instance
 * @param throttle rows per second over all instances; 0 for no limit
 */
public record RotationPace(int workers, int throttle) {
    Optional<Integer> rowsPerSecond() {
        return throttle == 0 ? Optional.empty() : Optional.of(throttle);
    }
}
