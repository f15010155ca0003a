package dev.clm.api.config;

import dev.clm.migrations.ClmDatabase;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The variables of both databases: both addresses or none, and four logins each. */
final class DatabaseVariables {
    static final String SECURE_URL = "CLM_SECURE_DB_URL";
    static final String CORE_URL = "CLM_CORE_DB_URL";
    static final String SEARCH_URL = "CLM_CORE_DB_SEARCH_URL";

    private DatabaseVariables() {}

    static Optional<Databases> read(EnvironmentVariables environment, Profile profile) {
        Optional<String> secure = environment.text(SECURE_URL);
        Optional<String> core = environment.text(CORE_URL);
        for (ClmDatabase database : ClmDatabase.values()) {
            environment.expect(names(database));
        }
        if (secure.isPresent() != core.isPresent()) {
            String missing = secure.isPresent() ? CORE_URL : SECURE_URL;
            throw SettingsException.of(missing, "is not set: set the addresses of both databases, or of none");
        }
        Optional<String> search = environment.text(SEARCH_URL);
        if (secure.isEmpty()) {
            search.ifPresent(url -> {
                throw SettingsException.of(SEARCH_URL, "is a server that follows the one of " + CORE_URL);
            });
            refuseEmbeddedInProduction(profile);
            return Optional.empty();
        }
        return Optional.of(new Databases(
                database(environment, ClmDatabase.SECURE, DatabaseAddress.checked(SECURE_URL, secure.get(), profile)),
                database(environment, ClmDatabase.CORE, DatabaseAddress.checked(CORE_URL, core.get(), profile)),
                search.map(url ->
                        database(environment, ClmDatabase.CORE, DatabaseAddress.checked(SEARCH_URL, url, profile)))));
    }

    private static void refuseEmbeddedInProduction(Profile profile) {
        if (profile == Profile.PRODUCTION) {
            throw SettingsException.of(
                    SECURE_URL + " and " + CORE_URL,
                    "must be set in production: the embedded server is for development");
        }
    }

    /** Settings also where the embedded server makes them needless: commands of one script share an environment. */
    private static List<String> names(ClmDatabase database) {
        return Stream.of("", "SERVICE_", "OWNER_", "ADMIN_")
                .flatMap(login -> Stream.of("USER", "PASSWORD", "PASSWORD_FILE").map(what -> login + what))
                .map(name -> prefix(database) + name)
                .toList();
    }

    private static String prefix(ClmDatabase database) {
        return "CLM_" + database.name() + "_DB_";
    }

    private static DatabaseSettings database(EnvironmentVariables environment, ClmDatabase database, String url) {
        String prefix = prefix(database);
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
