package dev.clm.api.config;

import dev.clm.common.failpoint.FailPoint;
import dev.clm.migrations.migrate.DatabaseMigrator;
import dev.clm.secure.key.masterkey.MasterKeySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings that are the whole process's (spec/api.md, "The command line"). What one room needs is that room's own record.
 *
 * @param configuredDatabases empty where none is configured and the embedded server takes their place
 * @param snapshotWait how long an index build of a migration may wait for the end of older snapshots
 * @param jsonLog whether each line of the log is a JSON object; logback.xml reads the same variable
 * @param masterKey the variables `CLM_MASTER_KEY…` and `CLM_NEXT_MASTER_KEY…` as given; never printed
 */
public record Settings(
        Profile profile,
        Optional<Databases> configuredDatabases,
        boolean migrateOnStart,
        Duration snapshotWait,
        Map<String, String> masterKey,
        Path dataDirectory,
        HttpSettings http,
        boolean jsonLog) {
    private static final String SNAPSHOT_WAIT = "CLM_MIGRATE_SNAPSHOT_WAIT";
    private static final Duration LONGEST_WAIT = Duration.ofDays(7);
    private static final List<String> FAIL_POINTS = List.of(FailPoint.VARIABLE, FailPoint.FOLDER_VARIABLE);

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
                snapshotWait(environment),
                masterKeyVariables(environment),
                Path.of(environment.text("CLM_DATA_DIR", "./clm-data")),
                HttpSettings.of(environment),
                jsonLog(environment));
    }

    /** The configured databases, for commands that have no embedded mode. */
    public Databases databases() {
        return configuredDatabases.orElseThrow(() -> SettingsException.of(
                DatabaseVariables.SECURE_URL + " and " + DatabaseVariables.CORE_URL, "are not set"));
    }

    private static void refuseFailPoint(EnvironmentVariables environment, Profile profile) {
        for (String variable : FAIL_POINTS) {
            if (environment.text(variable).isPresent() && profile == Profile.PRODUCTION) {
                throw SettingsException.of(
                        variable, "stops or kills the process on purpose and is refused in production");
            }
        }
    }

    private static Duration snapshotWait(EnvironmentVariables environment) {
        Duration wait = environment.duration(SNAPSHOT_WAIT, DatabaseMigrator.SNAPSHOT_WAIT);
        if (wait.isZero() || wait.compareTo(LONGEST_WAIT) > 0) {
            throw SettingsException.of(SNAPSHOT_WAIT, "must be from 1s to 7d");
        }
        return wait;
    }

    private static boolean jsonLog(EnvironmentVariables environment) {
        String format = environment.text("CLM_LOG_FORMAT", "text");
        if (!format.equals("text") && !format.equals("json")) {
            throw SettingsException.of("CLM_LOG_FORMAT", "must be text or json, not '" + format + "'");
        }
        return format.equals("json");
    }

    private static Map<String, String> masterKeyVariables(EnvironmentVariables environment) {
        environment.expect(MasterKeySettings.variables());
        Map<String, String> variables = new TreeMap<>(environment.values());
        variables
                .keySet()
                .removeIf(name -> !name.startsWith("CLM_MASTER_KEY") && !name.startsWith("CLM_NEXT_MASTER_KEY"));
        return variables;
    }

    /** Where the databases are, without a credential. */
    public String databasesInWords() {
        return configuredDatabases
                .map(both -> "at " + both.secure().url() + " and " + both.core().url())
                .orElse("embedded in " + dataDirectory);
    }

    @Override
    public String toString() {
        return "Settings[" + profile + ", " + databasesInWords() + ", " + http + ", master key from "
                + masterKey.keySet() + "]";
    }
}
