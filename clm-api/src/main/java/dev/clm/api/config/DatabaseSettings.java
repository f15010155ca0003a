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
    /** Those who ask at once share one look-up, so one is used and the other is at hand. */
    private static final int CREDENTIAL_CONNECTIONS = 2;

    /** One is in use as long as the service runs. */
    private static final int LISTENING_CONNECTIONS = 2;

    public DatabaseSettings {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(url, "url");
    }

    /** The pool of requests, under row-level security (requirement C1). */
    public PoolSettings userPool() {
        return pool(poolName(), user, USER_CONNECTIONS);
    }

    /** The small pool of background jobs, and of requests that look past row-level security (requirement C1). */
    public PoolSettings servicePool() {
        return pool(poolName() + "-service", service, SERVICE_CONNECTIONS);
    }

    /** The pool of credential look-ups: whatever keeps the jobs' pool, every request needs one. */
    public PoolSettings credentialPool() {
        return pool(poolName() + "-credentials", service, CREDENTIAL_CONNECTIONS);
    }

    /** The connection that waits for signals of commits. */
    public PoolSettings listeningPool() {
        return pool(poolName() + "-listen", service, LISTENING_CONNECTIONS);
    }

    /** The pool of searches, where another server than the requests' answers them. */
    public PoolSettings searchPool() {
        return pool(poolName() + "-search", user, USER_CONNECTIONS);
    }

    private PoolSettings pool(String name, Login login, int connections) {
        return new PoolSettings(name, url, login.user(), login.password(), connections, login.role());
    }

    private String poolName() {
        return database == ClmDatabase.SECURE ? "clm-secure" : "clm-core";
    }
}
