package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/** The administrator's membership in the owner role: given where it is missing, and then taken away again. */
final class OwnerMembership implements AutoCloseable {
    private final ClmDatabase database;
    private final Connection server;
    private final RoleSteps steps;
    private final boolean given;

    private OwnerMembership(ClmDatabase database, Connection server, RoleSteps steps, boolean given) {
        this.database = database;
        this.server = server;
        this.steps = steps;
        this.given = given;
    }

    static OwnerMembership take(ClmDatabase database, Connection server, RoleSteps steps) throws SQLException {
        boolean given = steps.membership().run(database, server, warning -> {}) > 0;
        return new OwnerMembership(database, server, steps, given);
    }

    /** With what the owner may. */
    void run(List<BootstrapStep> work, Consumer<String> warnings) throws SQLException {
        for (BootstrapStep step : work) {
            step.run(database, server, warnings);
        }
    }

    @Override
    public void close() throws SQLException {
        if (given) {
            steps.endOfMembership().run(database, server, warning -> {});
        }
    }
}
