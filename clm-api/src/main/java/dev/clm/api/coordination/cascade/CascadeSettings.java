package dev.clm.api.coordination.cascade;

import dev.clm.api.config.EnvironmentVariables;
import java.time.Duration;

/** `CLM_CASCADE_EFFECTS_KEPT`: how long a restore can take back what a delete did in the other database. */
public record CascadeSettings(Duration effectsKept) {

    public static CascadeSettings of(EnvironmentVariables environment) {
        return new CascadeSettings(environment.duration("CLM_CASCADE_EFFECTS_KEPT", Duration.ofDays(730)));
    }
}
