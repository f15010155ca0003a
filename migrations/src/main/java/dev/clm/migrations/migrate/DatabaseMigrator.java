package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

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
        return migrate(step -> {});
    }

    /** As {@link #migrate()}, which tells each step in a sentence as it begins, on the thread that migrates. */
    public int migrate(Consumer<String> progress) {
        try (MigrationLock lock = MigrationLock.take(database, owner, progress)) {
            forgetInterruptedIndexBuilds(lock.connection());
            SchemaState state = state();
            state.refuseFaults();
            repairIndexes(lock.connection(), state.pending());
            if (state.pending().isEmpty()) {
                return 0;
            }
            progress.accept(database.databaseName() + ": "
                    + state.pending().size() + " migrations to apply, the first "
                    + state.pending().get(0));
            flyway().migrate();
            verify();
            return state.pending().size();
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
        for (Migration migration : folder.migrations()) {
            if (Words.contains(migration.sql().toUpperCase(Locale.ROOT), "CONCURRENTLY") && hasHistory(connection)) {
                try (PreparedStatement statement = connection.prepareStatement(
                        "DELETE FROM public." + SchemaHistory.TABLE + " WHERE version = ? AND NOT success")) {
                    statement.setString(1, migration.name().version());
                    statement.executeUpdate();
                }
            }
        }
    }

    private static boolean hasHistory(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT to_regclass('public." + SchemaHistory.TABLE + "') IS NOT NULL")) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private void repairIndexes(Connection connection, List<String> pending) throws SQLException {
        Stream<Migration> toRun = folder.migrations().stream()
                .filter(m -> pending.contains(m.name().sqlFile()));
        new InvalidIndexes(connection).repair(toRun.toList());
    }

    private Flyway flyway() {
        return SchemaHistory.writer(owner, MigrationLock.STATEMENT_TIMEOUT, folder);
    }
}
