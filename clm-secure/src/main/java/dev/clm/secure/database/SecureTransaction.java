package dev.clm.secure.database;

import dev.clm.common.database.DatabaseTransaction;
import java.sql.Connection;

/**
 * An open transaction on clm_secure_db. Every repository method takes one first, so that a forgotten transaction, or one on
 * clm_core_db, does not compile.
 */
public final class SecureTransaction extends DatabaseTransaction {
    SecureTransaction(Connection connection) {
        super(connection);
    }
}
