package dev.clm.migrations.schema;

import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.local.LocalPostgres;
import dev.clm.migrations.migrate.DatabaseBootstrap;
import dev.clm.migrations.migrate.DatabaseLogin;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Set;

/** The migrated databases, and beside them one of each with the baseline alone. */
final class SchemaServer {
    private static final Set<ClmDatabase> WITH_BASELINE = EnumSet.noneOf(ClmDatabase.class);

    private SchemaServer() {}

    /** A superuser's session on the migrated database. */
    static Session migrated(ClmDatabase database) throws SQLException {
        return Session.open(LocalPostgres.shared().superuser(database));
    }

    /** A superuser's session on a database that has seen nothing but the baseline. */
    static synchronized Session baseline(ClmDatabase database) throws SQLException {
        LocalPostgres server = LocalPostgres.shared();
        String url = server.url("baseline_of_" + database.databaseName());
        DatabaseLogin superuser = at(url, server.superuser(database));
        if (WITH_BASELINE.add(database)) {
            new DatabaseBootstrap(database, superuser).run(server.passwords());
            apply(at(url, server.owner(database)), SchemaResource.baseline(database));
        }
        return Session.open(superuser);
    }

    private static DatabaseLogin at(String url, DatabaseLogin login) {
        return new DatabaseLogin(url, login.user(), login.password());
    }

    private static void apply(DatabaseLogin owner, String sql) throws SQLException {
        try (Connection connection = owner.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
