package dev.clm.api.config;

import dev.clm.migrations.migrate.DatabaseLogin;
import java.util.Objects;

/** A role that logs in to one database, and its password. */
public record Login(String user, Password password) {
    public Login {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
    }

    /** The login with its password as it is now, for a single connection outside the pools. */
    public DatabaseLogin at(String url) {
        return new DatabaseLogin(url, user, password.get());
    }
}
