package dev.clm.api.config;

import java.util.Properties;
import java.util.Set;
import org.postgresql.Driver;

/** What is required of a database's JDBC address before anything connects to it (requirements C1, C2). */
final class DatabaseAddress {
    private static final Set<String> CREDENTIALS = Set.of("user", "password", "sslpassword");
    /** Each of these can switch the verification of the server off although sslmode says verify-full. */
    private static final Set<String> WEAKENING =
            Set.of("sslfactory", "sslfactoryarg", "sslhostnameverifier", "socketFactory");

    private DatabaseAddress() {}

    static String checked(String variable, String url, Profile profile) {
        Properties given = url.startsWith("jdbc:postgresql:") ? Driver.parseURL(url, new Properties()) : null;
        if (given == null) {
            throw SettingsException.of(variable, "must be an address such as jdbc:postgresql://host:5432/database");
        }
        refuse(variable, given, CREDENTIALS, "credentials have variables of their own");
        refuse(variable, given, Set.of("options"), "the service sets the time-outs of its sessions there");
        if (profile == Profile.PRODUCTION) {
            refuse(variable, given, WEAKENING, "it can switch off the verification of the server");
            if (!"verify-full".equals(given.getProperty("sslmode"))) {
                throw SettingsException.of(variable, "must carry sslmode=verify-full in production");
            }
        }
        return url;
    }

    private static void refuse(String variable, Properties given, Set<String> names, String reason) {
        for (String name : names) {
            if (given.getProperty(name) != null) {
                throw SettingsException.of(variable, "must not carry " + name + ": " + reason);
            }
        }
    }
}
