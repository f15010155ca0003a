package dev.clm.api.config;

import dev.clm.common.database.PoolSettings;
import dev.clm.migrations.ClmDatabase;
import java.util.Objects;

/**
 * How to reach one database, and its logins: the service's own, the background jobs', the owner's for migrations, and a
 * superuser's for `bootstrap` (requirement M9). A login's password is asked for only where that login is used.
 */
public record DatabaseSettings(ClmDatabase database, String url, Login user, Login service, Login owner, Login admin) {
    private static final int USER_CONNECTIONS = 10;
    private static final int SERVICE_CONNECTIONS = 4;

    public DatabaseSettings {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(url, "url");
    }

    /** The pool of requests, under row-level security (requirement C1). */
    public PoolSettings userPool() {
        return new PoolSettings(poolName(), url, user.user(), user.password(), USER_CONNECTIONS);
    }

    /** The small pool of background jobs and credential look-ups (requirement C1). */
    public PoolSettings servicePool() {
        return new PoolSettings(poolName() + "-service", url, service.user(), service.password(), SERVICE_CONNECTIONS);
    }

    private String poolName() {
        return database == ClmDatabase.SECURE ? "clm-secure" : "clm-core";
    }
}
