package dev.clm.api.config;

import dev.clm.migrations.ClmDatabase;
import java.util.Optional;

/** The variables of both databases: both addresses or none, and four logins each. */
final class DatabaseVariables {
    static final String SECURE_URL = "CLM_SECURE_DB_URL";
    static final String CORE_URL = "CLM_CORE_DB_URL";

    private DatabaseVariables() {}

    static Optional<Databases> read(EnvironmentVariables environment, Profile profile) {
        Optional<String> secure = environment.text(SECURE_URL);
        Optional<String> core = environment.text(CORE_URL);
        if (secure.isPresent() != core.isPresent()) {
            String missing = secure.isPresent() ? CORE_URL : SECURE_URL;
            throw SettingsException.of(missing, "is not set: set the addresses of both databases, or of none");
        }
        if (secure.isEmpty()) {
            refuseEmbeddedInProduction(profile);
            return Optional.empty();
        }
        return Optional.of(new Databases(
                database(environment, ClmDatabase.SECURE, DatabaseAddress.checked(SECURE_URL, secure.get(), profile)),
                database(environment, ClmDatabase.CORE, DatabaseAddress.checked(CORE_URL, core.get(), profile))));
    }

    private static void refuseEmbeddedInProduction(Profile profile) {
        if (profile == Profile.PRODUCTION) {
            throw SettingsException.of(
                    SECURE_URL + " and " + CORE_URL,
                    "must be set in production: the embedded server is for development");
        }
    }

    private static DatabaseSettings database(EnvironmentVariables environment, ClmDatabase database, String url) {
        String prefix = "CLM_" + database.name() + "_DB_";
        return new DatabaseSettings(
                database,
                url,
                login(environment, prefix, database.user()),
                login(environment, prefix + "SERVICE_", database.service()),
                login(environment, prefix + "OWNER_", database.owner()),
                login(environment, prefix + "ADMIN_", "postgres"));
    }

    private static Login login(EnvironmentVariables environment, String prefix, String defaultUser) {
        return new Login(environment.text(prefix + "USER", defaultUser), environment.password(prefix + "PASSWORD"));
    }
}
