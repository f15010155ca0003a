package dev.clm.api.coordination.restore;

import dev.clm.api.config.EnvironmentVariables;
import java.time.Duration;

/** `CLM_CHECKPOINT_INTERVAL`: how often both databases store a pair of checkpoints. */
public record CheckpointSettings(Duration interval) {

    public static CheckpointSettings of(EnvironmentVariables environment) {
        return new CheckpointSettings(environment.duration("CLM_CHECKPOINT_INTERVAL", Duration.ofMinutes(1)));
    }
}
