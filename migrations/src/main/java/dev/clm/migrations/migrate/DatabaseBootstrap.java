package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Makes a server ready to be migrated: roles, database, extensions, and nothing for PUBLIC (requirements M8, M9).
 * Can be run again at any time, also on a migrated database.
 */
public final class DatabaseBootstrap {
    private static final String MAINTENANCE_DATABASE = "postgres";

    private final ClmDatabase database;
    private final DatabaseLogin superuser;

    /**
     * @param superuser its address names the database to create
     */
    public DatabaseBootstrap(ClmDatabase database, DatabaseLogin superuser) {
        this.database = database;
        this.superuser = superuser;
    }

    /** Owner, user and service need a password the first time; of the others those log in that have one. */
    public void run(RolePasswords passwords) {
        String name = superuser.databaseName();
        try (Connection server = superuser.connectTo(MAINTENANCE_DATABASE)) {
            RoleCreation roles = new RoleCreation(database, server);
            roles.create(passwords);
            roles.createDatabase(name);
        } catch (SQLException e) {
            throw ClmSchemaException.of(database, "bootstrap of the roles failed: " + e.getMessage(), e);
        }
        try (Connection connection = superuser.connect()) {
            DatabaseHardening hardening = new DatabaseHardening(database, connection);
            hardening.apply();
            hardening.verify();
        } catch (SQLException e) {
            throw ClmSchemaException.of(database, "bootstrap of the database failed: " + e.getMessage(), e);
        }
    }
}
