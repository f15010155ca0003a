package dev.clm.secure.database;

import dev.clm.common.database.TransactionRunner;
import javax.sql.DataSource;

/** clm_secure_db: transactions for a tenant under row-level security (requirement S3), and the named way past it. */
public final class SecureDatabase extends TransactionRunner<SecureTransaction> {
    /** `tenantPool` logs in as clm_secure_user, `servicePool` as clm_secure_service. */
    public SecureDatabase(DataSource tenantPool, DataSource servicePool) {
        super("clm_secure_db", tenantPool, servicePool, SecureTransaction::new);
    }
}
