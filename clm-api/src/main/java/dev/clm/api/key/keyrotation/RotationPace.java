package dev.clm.api.key.keyrotation;

import dev.clm.api.config.EnvironmentVariables;
import java.util.Optional;

/**
 * `CLM_ROTATION_…`: how hard this instance works on a rotation, and what a rotation that can wait may cost.
 *
 * @param workers threads for each rotation on this instance
 * @param throttle rows per second over all instances; 0 for no limit
 */
public record RotationPace(int workers, int throttle) {
    /** Each holds a connection of the pool that requests use, too. */
    private static final int MOST_WORKERS = 8;

    public static RotationPace of(EnvironmentVariables environment) {
        return new RotationPace(
                environment.integer("CLM_ROTATION_WORKERS", 2, 1, MOST_WORKERS),
                environment.integer("CLM_ROTATION_ROWS_PER_SECOND", 5_000, 0, 1_000_000));
    }

    Optional<Integer> rowsPerSecond() {
        return throttle == 0 ? Optional.empty() : Optional.of(throttle);
    }
}
