package dev.clm.api.coordination.clock;

import dev.clm.api.config.EnvironmentVariables;
import java.time.Duration;

/** `CLM_CLOCK_TOLERANCE`: how far the clocks of this machine and of both databases may differ. */
public record ClockSettings(Duration tolerance) {

    public static ClockSettings of(EnvironmentVariables environment) {
        return new ClockSettings(environment.duration("CLM_CLOCK_TOLERANCE", Duration.ofMinutes(1)));
    }
}
