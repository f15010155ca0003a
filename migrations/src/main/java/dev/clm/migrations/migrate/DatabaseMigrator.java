package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Applies the pending migrations of one database under its owner's login (requirements M2, M3, M5). */
public final class DatabaseMigrator {
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

    /** Applies all or, at the first that fails, stops; returns how many it applied. Leaves no connection open. */
    public int migrate() {
        try (MigrationLock lock = MigrationLock.take(database, owner)) {
            forgetInterruptedIndexBuilds(lock.connection());
            state().refuseFaults();
            repairIndexes(lock.connection());
            int applied = flyway().migrate().migrationsExecuted;
            verify();
            return applied;
        } catch (FlywayException e) {
            throw MigrationFailure.of(database, owner, e);
        } catch (SQLException e) {
            throw ClmSchemaException.of(database, "as " + owner + ": " + e.getMessage(), e);
        }
    }

    /** As the verifier's, but under the owner's login. */
    public void verify() {
        new SchemaVerifier(database, owner, folder).verify();
    }

    /** File names in the order in which {@link #migrate} would apply them. */
    public List<String> pending() {
        return state().pending();
    }

    private SchemaState state() {
        return new SchemaVerifier(database, owner, folder).state();
    }

    /**
     * A build outside a transaction leaves a row that says failed when it fails. It is one statement, and nothing of it
     * stays but an invalid index, so it can be run again; any other failed migration is for people to look at.
     */
    private void forgetInterruptedIndexBuilds(Connection connection) throws SQLException {
        for (MigrationInfo migration : flyway().info().all()) {
            if (migration.getState() == MigrationState.FAILED && buildsConcurrently(migration)) {
                try (PreparedStatement statement = connection.prepareStatement(
                        "DELETE FROM public." + SchemaHistory.TABLE + " WHERE installed_rank = ? AND NOT success")) {
                    statement.setInt(1, migration.getInstalledRank());
                    statement.executeUpdate();
                }
            }
        }
    }

    private boolean buildsConcurrently(MigrationInfo migration) {
        Optional<Migration> file = folder.version(migration.getVersion().getVersion());
        return file.map(m -> m.sql().toUpperCase(Locale.ROOT))
                .filter(sql -> Words.contains(sql, "CONCURRENTLY"))
                .isPresent();
    }

    private void repairIndexes(Connection connection) throws SQLException {
        List<String> pending = pending();
        Stream<Migration> toRun = folder.migrations().stream()
                .filter(m -> pending.contains(m.name().sqlFile()));
        new InvalidIndexes(connection).repair(toRun.toList());
    }

    private Flyway flyway() {
        return SchemaHistory.flyway(owner.withTimeouts(MigrationLock.STATEMENT_TIMEOUT), folder);
    }
}
