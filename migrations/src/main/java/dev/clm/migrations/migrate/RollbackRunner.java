package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Takes migrations back, the newest first, each with its history entry in one transaction (requirement M4). */
public final class RollbackRunner {
    /** The version below every migration. */
    public static final String EMPTY = "0";

    private final ClmDatabase database;
    private final DatabaseLogin owner;
    private final MigrationFolder folder;

    public RollbackRunner(ClmDatabase database, DatabaseLogin owner) {
        this(database, owner, MigrationFolder.of(database));
    }

    public RollbackRunner(ClmDatabase database, DatabaseLogin owner, MigrationFolder folder) {
        this.database = database;
        this.owner = owner;
        this.folder = folder;
    }

    /**
     * Down to `version`, which stays applied. Stops at the first script that fails; those before it stay rolled back.
     *
     * @return the versions rolled back, in that order
     */
    public List<String> rollBackTo(String version) {
        long target = target(version);
        try (MigrationLock lock = MigrationLock.take(database, owner)) {
            Connection connection = lock.connection();
            List<String> above = applied(connection).stream()
                    .filter(v -> Long.parseLong(v) > target)
                    .sorted(Comparator.<String>comparingLong(Long::parseLong).reversed())
                    .toList();
            List<Migration> migrations = above.stream().map(this::migration).toList();
            connection.setAutoCommit(false);
            for (Migration migration : migrations) {
                rollBack(connection, migration);
            }
            return above;
        } catch (SQLException e) {
            throw ClmSchemaException.of(database, "as " + owner + ": " + e.getMessage(), e);
        }
    }

    private long target(String version) {
        boolean known = version.equals(EMPTY) || folder.version(version).isPresent();
        if (!known) {
            throw ClmSchemaException.of(database, "there is no migration of version " + version);
        }
        return Long.parseLong(version);
    }

    private void rollBack(Connection connection, Migration migration) throws SQLException {
        try (Statement statement = connection.createStatement();
                PreparedStatement history = connection.prepareStatement(
                        "DELETE FROM public." + SchemaHistory.TABLE + " WHERE version = ?")) {
            statement.execute(migration.rollback());
            history.setString(1, migration.name().version());
            history.executeUpdate();
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            String file = migration.name().rollbackFile();
            throw ClmSchemaException.ofFile(database, file, "the rollback failed: " + e.getMessage(), e);
        }
    }

    private Migration migration(String version) {
        return folder.version(version)
                .orElseThrow(() -> ClmSchemaException.of(
                        database,
                        "version " + version + " is applied, but this release has no rollback script for it"));
    }

    private static List<String> applied(Connection connection) throws SQLException {
        List<String> versions = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT version FROM public." + SchemaHistory.TABLE + " WHERE version IS NOT NULL")) {
            while (rows.next()) {
                versions.add(rows.getString(1));
            }
        }
        return versions;
    }
}
