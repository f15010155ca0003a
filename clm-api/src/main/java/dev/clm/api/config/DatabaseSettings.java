package dev.clm.api.config;

import dev.clm.common.database.PoolSettings;
import dev.clm.migrations.ClmDatabase;
import java.util.Objects;

/**
 * How to reach one database, and its logins: the service's own, the background jobs', the owner's for migrations, and a
 * administrator's for `bootstrap` (requirement M9). A login's password is asked for only where that login is used.
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
        return pool(poolName(), user, USER_CONNECTIONS);
    }

    /** The small pool of background jobs and credential look-ups (requirement C1). */
    public PoolSettings servicePool() {
        return pool(poolName() + "-service", service, SERVICE_CONNECTIONS);
    }

    private PoolSettings pool(String name, Login login, int connections) {
        return new PoolSettings(name, url, login.user(), login.password(), connections, login.role());
    }

    private String poolName() {
        return database == ClmDatabase.SECURE ? "clm-secure" : "clm-core";
    }
}
