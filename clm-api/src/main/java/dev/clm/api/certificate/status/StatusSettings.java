package dev.clm.api.certificate.status;

import dev.clm.api.config.EnvironmentVariables;
import dev.clm.api.config.SettingsException;
import java.time.Duration;

/**
 * When a certificate is expiring (requirement I5).
 *
 * @param expiringBefore how long before its end; one that lives for less than three times as long is expiring in the last third
 *     of its life
 */
public record StatusSettings(Duration expiringBefore) {
    private static final String EXPIRING_BEFORE = "CLM_EXPIRING_BEFORE";
    private static final Duration LONGEST = Duration.ofDays(3650);

    public static StatusSettings of(EnvironmentVariables environment) {
        Duration before = environment.duration(EXPIRING_BEFORE, Duration.ofDays(30));
        if (before.compareTo(LONGEST) > 0) {
            throw SettingsException.of(EXPIRING_BEFORE, "must be at most " + LONGEST.toDays() + "d");
        }
        return new StatusSettings(before);
    }
}
