package dev.clm.migrations.local;

import dev.clm.migrations.ClmDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.meta.postgres.PostgresDatabase;

/** What jOOQ generates code from: a temporary PostgreSQL with all migrations of the database that the property `database` names. */
public final class MigratedDatabase extends PostgresDatabase {
    private LocalPostgres postgres;
    private Connection connection;

    @Override
    protected DSLContext create0() {
        if (connection == null) {
            connection = connect();
            setConnection(connection);
        }
        return DSL.using(connection, SQLDialect.POSTGRES);
    }

    private Connection connect() {
        ClmDatabase database = ClmDatabase.valueOf(getProperties().getProperty("database"));
        postgres = LocalPostgres.temporary();
        postgres.bootstrap(database);
        postgres.migrate(database);
        try {
            return postgres.owner(database).connect();
        } catch (SQLException e) {
            throw new LocalPostgresException("The migrated database does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        super.close();
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            throw new LocalPostgresException("The connection did not close: " + e.getMessage(), e);
        } finally {
            postgres.stop();
        }
    }
}
