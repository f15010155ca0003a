package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Applies the pending migrations of one database under its owner's login (requirements M2, M3, M5). */
public final class DatabaseMigrator {
    /** Longer than the backup of a large database takes, as a rule. */
    public static final Duration SNAPSHOT_WAIT = Duration.ofMinutes(30);

    private final ClmDatabase database;
    private final DatabaseLogin owner;
    private final MigrationFolder folder;
    private final Duration snapshots;

    public DatabaseMigrator(ClmDatabase database, DatabaseLogin owner) {
        this(database, owner, MigrationFolder.of(database), SNAPSHOT_WAIT);
    }

    /** @param snapshots how long an index build may wait for the end of snapshots that are older than it */
    public DatabaseMigrator(ClmDatabase database, DatabaseLogin owner, Duration snapshots) {
        this(database, owner, MigrationFolder.of(database), snapshots);
    }

    DatabaseMigrator(ClmDatabase database, DatabaseLogin owner, MigrationFolder folder, Duration snapshots) {
        this.database = database;
        this.owner = owner;
        this.folder = folder;
        this.snapshots = snapshots;
    }

    /**
     * Refuses what {@link #migrate} would refuse before it changes anything: so that of two databases neither is changed where one
     * cannot be.
     *
     * @return whether there is anything for it to do
     */
    public boolean check() {
        try (Connection connection = owner.connect(MigrationLock.STATEMENT_TIMEOUT)) {
            MigrationLock.requireOwnSession(database, owner);
            refuseForeignObjects(connection);
            SchemaState state = state();
            state.refuseLastingFaults();
            return !state.isComplete() || !new InvalidIndexes(connection).find().isEmpty();
        } catch (SQLException e) {
            throw ClmSchemaException.of(database, "as " + owner + ": " + e.getMessage(), e);
        }
    }

    /** In one snapshot: another process may be making the history at this moment. */
    private void refuseForeignObjects(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        if (!hasHistory(connection)) {
            ForeignObjects.areThere(database, connection, folder);
        }
        connection.rollback();
        connection.setAutoCommit(true);
    }

    /** Applies all or, at the first that fails, stops; returns how many it applied. Leaves no connection open. */
    public int migrate() {
        return migrate(step -> {});
    }

    /** As {@link #migrate()}, which tells each step in a sentence as it begins; any thread may be the one that tells. */
    public int migrate(Consumer<String> progress) {
        try (MigrationLock lock = MigrationLock.take(database, owner, progress, snapshots)) {
            if (hasHistory(lock.connection())) {
                forgetInterrupted(lock.connection());
            } else if (ForeignObjects.areThere(database, lock.connection(), folder)) {
                beginHistory(lock.connection());
            }
            SchemaState state = state();
            state.refuseFaults();
            InvalidIndexes invalid = new InvalidIndexes(lock.connection());
            return state.pending().isEmpty() && invalid.find().isEmpty() ? 0 : apply(lock, state, invalid, progress);
        } catch (FlywayException e) {
            throw MigrationFailure.of(database, owner, e);
        } catch (SQLException e) {
            throw ClmSchemaException.of(database, "as " + owner + ": " + e.getMessage(), e);
        }
    }

    private int apply(MigrationLock lock, SchemaState state, InvalidIndexes invalid, Consumer<String> progress)
            throws SQLException {
        int pending = state.pending().size();
        String name = database.databaseName() + ": ";
        try (SnapshotWait wait = SnapshotWait.watch(owner, step -> progress.accept(name + step))) {
            try {
                IndexBuildTimeouts.raise(lock.connection(), snapshots);
                invalid.repair(folder.migrations().stream()
                        .filter(m -> state.pending().contains(m.name().sqlFile()))
                        .toList());
                if (pending > 0) {
                    progress.accept(name + pending + " migrations to apply, the first "
                            + state.pending().get(0));
                    flyway().migrate();
                    verify();
                }
                return pending;
            } catch (FlywayException e) {
                throw MigrationFailure.of(database, owner, e, wait.seen());
            } catch (SQLException e) {
                throw MigrationFailure.ofRepair(database, owner, e, wait.seen());
            }
        }
    }

    /** As the verifier's, but under the owner's login. */
    public void verify() {
        new SchemaVerifier(database, owner, folder).verify();
    }

    /** File names in the order in which {@link #migrate} would apply them. */
    public List<String> pending() {
        SchemaState state = state();
        return Stream.concat(
                        state.faults().stream()
                                .filter(SchemaState.Fault::healing)
                                .map(SchemaState.Fault::file),
                        state.pending().stream())
                .toList();
    }

    private SchemaState state() {
        return new SchemaVerifier(database, owner, folder).state();
    }

    /**
     * A build outside a transaction leaves a row that says failed when it fails. It is one statement, and nothing of it
     * stays but an invalid index, so it can be run again; any other failed migration is for people to look at. The other row is
     * the one that {@link #beginHistory} was killed before it took away.
     */
    private void forgetInterrupted(Connection connection) throws SQLException {
        String[] builds = folder.migrations().stream()
                .filter(Migration::worksConcurrently)
                .map(migration -> migration.name().version())
                .toArray(String[]::new);
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM public." + SchemaHistory.TABLE
                + " WHERE version = ANY (?) AND NOT success OR type = 'BASELINE'")) {
            statement.setArray(1, connection.createArrayOf("text", builds));
            statement.executeUpdate();
        }
    }

    /** An empty one, where the schema holds what is not ours: there the library makes one on demand only, with a row in it. */
    private void beginHistory(Connection connection) throws SQLException {
        flyway().baseline();
        forgetInterrupted(connection);
    }

    private static boolean hasHistory(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT to_regclass('public." + SchemaHistory.TABLE + "') IS NOT NULL")) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private Flyway flyway() {
        return SchemaHistory.writer(owner, MigrationLock.STATEMENT_TIMEOUT, folder, snapshots);
    }
}
