package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a server ready to be migrated: roles, database, extensions, and nothing for PUBLIC (requirements M8, M9).
 * Can be run again at any time, also on a migrated database.
 */
public final class DatabaseBootstrap {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseBootstrap.class);
    private static final String MAINTENANCE_DATABASE = "postgres";

    private final ClmDatabase database;
    private final DatabaseLogin administrator;
    private final RoleSteps steps;

    /**
     * @param administrator a superuser, or a role with CREATEROLE and CREATEDB; its address names the database to create
     */
    public DatabaseBootstrap(ClmDatabase database, DatabaseLogin administrator) {
        this.database = database;
        this.administrator = administrator;
        this.steps = new RoleSteps(database, administrator.databaseName());
    }

    /** Refuses what {@link #run} would refuse before it makes anything, so that of several servers none is changed in vain. */
    public void check() {
        try (Connection server = administrator.connectTo(MAINTENANCE_DATABASE)) {
            for (BootstrapStep condition : steps.conditions()) {
                condition.run(database, server, warning -> {});
            }
        } catch (SQLException e) {
            throw ClmSchemaException.of(database, "bootstrap of the roles failed: " + e.getMessage(), e);
        }
    }

    /** Owner, user and service need a password the first time; of the others those log in that have one. */
    public void run(RolePasswords passwords) {
        run(passwords, LOG::warn);
    }

    /** As {@link #run(RolePasswords)}; `warnings` takes what only a superuser could do. */
    public void run(RolePasswords passwords, Consumer<String> warnings) {
        Consumer<String> named = warning -> warnings.accept(database.databaseName() + ": " + warning);
        try (Connection server = administrator.connectTo(MAINTENANCE_DATABASE)) {
            new RoleCreation(database, server, steps, administrator).create(passwords, named);
            steps.refusalOfTheOwner().run(database, server, named);
            if (BootstrapStep.holds(server, steps.mayActAsOwner())) {
                prepare(server, named);
            }
        } catch (SQLException e) {
            throw ClmSchemaException.of(database, "bootstrap of the roles failed: " + e.getMessage(), e);
        }
    }

    private void prepare(Connection server, Consumer<String> warnings) throws SQLException {
        try (OwnerMembership membership = OwnerMembership.take(database, server, steps)) {
            membership.run(steps.createDatabase(), warnings);
            harden(warnings);
        }
    }

    private void harden(Consumer<String> warnings) {
        try (Connection connection = administrator.connect()) {
            connection.setAutoCommit(false);
            for (BootstrapStep step : new DatabaseSteps(database).all()) {
                step.run(database, connection, warnings);
            }
            connection.commit();
        } catch (SQLException e) {
            throw ClmSchemaException.of(database, "bootstrap of the database failed: " + e.getMessage(), e);
        }
    }
}
