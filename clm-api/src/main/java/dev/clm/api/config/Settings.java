package dev.clm.api.config;

import dev.clm.common.failpoint.FailPoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings that are the whole process's (spec/api.md, "The command line"). What one room needs is that room's own record.
 *
 * @param configuredDatabases empty where none is configured and the embedded server takes their place
 * @param masterKey the variables `CLM_MASTER_KEY…` and `CLM_NEXT_MASTER_KEY…` as given; never printed
 */
public record Settings(
        Profile profile,
        Optional<Databases> configuredDatabases,
        boolean migrateOnStart,
        Map<String, String> masterKey,
        Path dataDirectory,
        HttpSettings http) {
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
                masterKeyVariables(environment),
                Path.of(environment.text("CLM_DATA_DIR", "./clm-data")),
                HttpSettings.of(environment));
    }

    /** The configured databases, for commands that have no embedded mode. */
    public Databases databases() {
        return configuredDatabases.orElseThrow(() -> SettingsException.of(
                DatabaseVariables.SECURE_URL + " and " + DatabaseVariables.CORE_URL, "are not set"));
    }

    private static void refuseFailPoint(EnvironmentVariables environment, Profile profile) {
        for (String variable : FAIL_POINTS) {
            if (profile == Profile.PRODUCTION && environment.text(variable).isPresent()) {
                throw SettingsException.of(
                        variable, "stops or kills the process on purpose and is refused in production");
            }
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
