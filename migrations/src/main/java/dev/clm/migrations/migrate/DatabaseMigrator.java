package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Applies the pending migrations of one database under its owner's login (requirements M2, M3, M5). */
public final class DatabaseMigrator {
    private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(10);

    private final ClmDatabase database;
    private final DatabaseLogin owner;
    private final MigrationFolder folder;

    public DatabaseMigrator(ClmDatabase database, DatabaseLogin owner) {
        this(database, owner, MigrationFolder.of(database));
    }

    public DatabaseMigrator(ClmDatabase database, DatabaseLogin owner, MigrationFolder folder) {
        this.database = database;
        this.owner = owner;
        this.folder = folder;
    }

    /** Returns how many migrations it applied. */
    public int migrate() {
        try {
            return flyway().migrate().migrationsExecuted;
        } catch (FlywayException e) {
            throw ClmSchemaException.of(database, e.getMessage(), e);
        }
    }

    private Flyway flyway() {
        return SchemaHistory.flyway(owner.withTimeouts(STATEMENT_TIMEOUT), folder);
    }
}
