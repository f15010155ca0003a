package dev.clm.core;

import com.zaxxer.hikari.HikariDataSource;
import dev.clm.common.database.PoolSettings;
import dev.clm.core.database.CoreDatabase;
import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.local.LocalPostgres;
import dev.clm.migrations.migrate.DatabaseLogin;

/** clm_core_db on the server that all tests of this process share, under the logins the service has. */
public final class CoreTestDatabase {
    private static final LocalPostgres SERVER = LocalPostgres.shared();
    private static final StatementCounter TENANT_POOL = new StatementCounter(pool(SERVER.user(ClmDatabase.CORE)));
    private static final StatementCounter SERVICE_POOL = new StatementCounter(pool(SERVER.service(ClmDatabase.CORE)));
    private static final CoreDatabase DATABASE = new CoreDatabase(TENANT_POOL.dataSource(), SERVICE_POOL.dataSource());

    private CoreTestDatabase() {}

    public static CoreDatabase database() {
        return DATABASE;
    }

    /** Statements that work on this thread sends, without setting the tenant, begin and commit. */
    public static int statementsOf(Runnable work) {
        return StatementCounter.count(work);
    }

    private static HikariDataSource pool(DatabaseLogin login) {
        return new PoolSettings("core-test", login.url(), login.user(), login::password, 4).open();
    }
}
