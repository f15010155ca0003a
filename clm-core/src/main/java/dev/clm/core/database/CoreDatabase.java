package dev.clm.core.database;

import dev.clm.common.database.TransactionRunner;
import javax.sql.DataSource;

/** clm_core_db: transactions for a tenant under row-level security (requirement S3), and the named way past it. */
public final class CoreDatabase extends TransactionRunner<CoreTransaction> {
    /** `tenantPool` logs in as clm_core_user, `servicePool` as clm_core_service. */
    public CoreDatabase(DataSource tenantPool, DataSource servicePool) {
        super("clm_core_db", tenantPool, servicePool, CoreTransaction::new);
    }
}
