package dev.clm.core.database;

import dev.clm.common.database.DatabaseTransaction;
import java.sql.Connection;

/**
 * An open transaction on clm_core_db. Every repository method takes one first, so that a forgotten transaction, or one on
 * clm_secure_db, does not compile.
 */
public final class CoreTransaction extends DatabaseTransaction {
    CoreTransaction(Connection connection) {
        super(connection);
    }
}
