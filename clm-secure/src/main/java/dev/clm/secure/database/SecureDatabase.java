package dev.clm.secure.database;

import dev.clm.common.database.ClockReading;
import dev.clm.common.database.PreparedQuery;
import dev.clm.common.database.TransactionRunner;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/** clm_secure_db: transactions for a tenant under row-level security (requirement S3), and the named way past it. */
public final class SecureDatabase {
    private final TransactionRunner<SecureTransaction> runner;

    /** `tenantPool` logs in as clm_secure_user, `servicePool` as clm_secure_service. */
    public SecureDatabase(DataSource tenantPool, DataSource servicePool) {
        this.runner = new TransactionRunner<>("clm_secure_db", tenantPool, servicePool, SecureTransaction::new);
    }

    /** One query for a tenant, in a transaction and a round trip of its own. */
    public <R> R fetch(OrganizationId tenant, PreparedQuery<R> query) {
        return runner.fetch(tenant, query);
    }

    public <R> R inTransaction(Actor actor, Function<SecureTransaction, R> work) {
        return runner.inTransaction(actor, work);
    }

    public <R> R inTransaction(OrganizationId tenant, Function<SecureTransaction, R> work) {
        return runner.inTransaction(tenant, work);
    }

    public void useTransaction(OrganizationId tenant, Consumer<SecureTransaction> work) {
        runner.inTransaction(tenant, tx -> {
            work.accept(tx);
            return null;
        });
    }

    /** Past row-level security: jobs, and looking a credential up before the tenant is known. */
    public <R> R inServiceRole(String reason, Function<SecureTransaction, R> work) {
        return runner.inServiceRole(reason, work);
    }

    /** What the database's clock says, past the tenants' pool (requirement T7). */
    public ClockReading readClock() {
        return runner.readClock();
    }
}
