package dev.clm.api.config;

import dev.clm.migrations.ClmDatabase;
import java.util.List;
import java.util.Optional;

/**
 * The settings of both databases.
 *
 * @param search where certificates are searched for besides clm_core_db: a server that follows it
 */
public record Databases(DatabaseSettings secure, DatabaseSettings core, Optional<DatabaseSettings> search) {
    public Databases(DatabaseSettings secure, DatabaseSettings core) {
        this(secure, core, Optional.empty());
    }

    public List<DatabaseSettings> both() {
        return List.of(secure, core);
    }

    /** One of them, or both where none is named. */
    public List<DatabaseSettings> chosen(ClmDatabase only) {
        return only == null ? both() : List.of(of(only));
    }

    public DatabaseSettings of(ClmDatabase database) {
        return database == ClmDatabase.SECURE ? secure : core;
    }
}
