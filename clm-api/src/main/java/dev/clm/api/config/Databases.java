package dev.clm.api.config;

import dev.clm.migrations.ClmDatabase;
import java.util.List;

/** The settings of both databases. */
public record Databases(DatabaseSettings secure, DatabaseSettings core) {
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
