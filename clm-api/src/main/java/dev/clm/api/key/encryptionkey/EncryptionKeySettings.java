package dev.clm.api.key.encryptionkey;

import dev.clm.api.config.EnvironmentVariables;
import java.time.Duration;

/**
 * `CLM_KEY_…`: how long a data key lives.
 *
 * @param usageLimit encryptions under one data key; the next one is made before it is reached
 * @param destructionDelay how long the destruction of a key can be cancelled
 */
public record EncryptionKeySettings(long usageLimit, Duration destructionDelay) {
    private static final long DEFAULT_USAGE_LIMIT = 1L << 31;
    /** NIST SP 800-38D: the most messages under one key with random IVs (requirement K4). */
    private static final long HIGHEST_USAGE_LIMIT = 1L << 32;

    public static EncryptionKeySettings of(EnvironmentVariables environment) {
        return new EncryptionKeySettings(
                environment.number("CLM_KEY_USAGE_LIMIT", DEFAULT_USAGE_LIMIT, 1, HIGHEST_USAGE_LIMIT),
                environment.duration("CLM_KEY_DESTRUCTION_DELAY", Duration.ofDays(7)));
    }
}
