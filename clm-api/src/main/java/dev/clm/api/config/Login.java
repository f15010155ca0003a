package dev.clm.api.config;

import dev.clm.migrations.migrate.DatabaseLogin;
import java.util.Objects;
import java.util.Optional;

/**
 * A role that logs in to one database, and its password.
 *
 * @param role what it acts as in a pool; empty where it is itself
 */
public record Login(String user, Password password, Optional<String> role) {
    public Login {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(role, "role");
    }

    public Login(String user, Password password) {
        this(user, password, Optional.empty());
    }

    /** The login with its password as it is now, for a single connection outside the pools. */
    public DatabaseLogin at(String url) {
        return new DatabaseLogin(url, user, password.get());
    }
}
