package dev.clm.api.config;

import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All settings of one process, read once and checked (spec/api.md, "The command line").
 *
 * @param configuredDatabases empty where none is configured and the embedded server takes their place
 * @param integritySchedule when to sweep both databases, in UTC
 * @param rotationWorkers threads for each key rotation on this instance
 * @param rotationRowsPerSecond over all instances, for rotations that can wait; 0 for no limit
 * @param masterKey the variables `CLM_MASTER_KEY…` and `CLM_NEXT_MASTER_KEY…` as given; never printed
 */
public record Settings(
        Profile profile,
        Optional<Databases> configuredDatabases,
        boolean migrateOnStart,
        Map<String, String> masterKey,
        Path dataDirectory,
        HttpSettings http,
        long keyUsageLimit,
        Duration keyDestructionDelay,
        Duration integrityGrace,
        Duration checkpointInterval,
        Duration cascadeEffectsKept,
        int rotationWorkers,
        int rotationRowsPerSecond,
        CronSchedule integritySchedule) {
    static final String FAIL_POINT = "CLM_FAIL_POINT";
    private static final long DEFAULT_KEY_USAGE_LIMIT = 1L << 31;
    /** NIST SP 800-38D: the most messages under one key with random IVs (requirement K4). */
    private static final long HIGHEST_KEY_USAGE_LIMIT = 1L << 32;

    /** Each holds a connection of the pool that requests use, too. */
    private static final int MOST_ROTATION_WORKERS = 8;

    private static final int DEFAULT_ROTATION_ROWS_PER_SECOND = 5_000;

    public Settings {
        Objects.requireNonNull(configuredDatabases, "configuredDatabases");
        masterKey = Map.copyOf(masterKey);
    }

    public static Settings of(EnvironmentVariables environment) {
        Profile profile = environment.oneOf("CLM_PROFILE", Profile.class, Profile.DEVELOPMENT);
        refuseFailPoint(environment, profile);
        return new Settings(
                profile,
                DatabaseVariables.read(environment, profile),
                environment.flag("CLM_MIGRATE_ON_START", profile != Profile.PRODUCTION),
                masterKeyVariables(environment),
                Path.of(environment.text("CLM_DATA_DIR", "./clm-data")),
                HttpSettings.of(environment),
                environment.number("CLM_KEY_USAGE_LIMIT", DEFAULT_KEY_USAGE_LIMIT, 1, HIGHEST_KEY_USAGE_LIMIT),
                environment.duration("CLM_KEY_DESTRUCTION_DELAY", Duration.ofDays(7)),
                environment.duration("CLM_INTEGRITY_GRACE", Duration.ofMinutes(15)),
                environment.duration("CLM_CHECKPOINT_INTERVAL", Duration.ofMinutes(1)),
                environment.duration("CLM_CASCADE_EFFECTS_KEPT", Duration.ofDays(730)),
                environment.integer("CLM_ROTATION_WORKERS", 2, 1, MOST_ROTATION_WORKERS),
                environment.integer("CLM_ROTATION_ROWS_PER_SECOND", DEFAULT_ROTATION_ROWS_PER_SECOND, 0, 1_000_000),
                integritySchedule(environment));
    }

    public boolean isProduction() {
        return profile == Profile.PRODUCTION;
    }

    /** The configured databases, for commands that have no embedded mode. */
    public Databases databases() {
        return configuredDatabases.orElseThrow(() -> SettingsException.of(
                DatabaseVariables.SECURE_URL + " and " + DatabaseVariables.CORE_URL, "are not set"));
    }

    private static CronSchedule integritySchedule(EnvironmentVariables environment) {
        try {
            return new CronSchedule(environment.text("CLM_INTEGRITY_SCHEDULE", "0 17 3 * * *"), ZoneOffset.UTC);
        } catch (IllegalArgumentException e) {
            throw SettingsException.of(
                    "CLM_INTEGRITY_SCHEDULE", "must be a cron expression of six fields, seconds first, or - for never");
        }
    }

    private static void refuseFailPoint(EnvironmentVariables environment, Profile profile) {
        if (profile == Profile.PRODUCTION && environment.text(FAIL_POINT).isPresent()) {
            throw SettingsException.of(FAIL_POINT, "kills the process on purpose and is refused in production");
        }
    }

    private static Map<String, String> masterKeyVariables(EnvironmentVariables environment) {
        Map<String, String> variables = new TreeMap<>(environment.values());
        variables
                .keySet()
                .removeIf(name -> !name.startsWith("CLM_MASTER_KEY") && !name.startsWith("CLM_NEXT_MASTER_KEY"));
        return variables;
    }

    @Override
    public String toString() {
        return "Settings[" + profile + ", "
                + configuredDatabases.map(Databases::toString).orElse("embedded in " + dataDirectory) + ", " + http
                + ", master key from " + masterKey.keySet() + "]";
    }
}
