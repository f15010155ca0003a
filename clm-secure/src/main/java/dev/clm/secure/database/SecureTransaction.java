package dev.clm.secure.database;

import java.sql.Connection;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * An open transaction on clm_secure_db. Every repository method takes one first, so that a forgotten transaction, or one on
 * clm_core_db, does not compile. It ends with the call that opened it and must not be kept.
 */
public final class SecureTransaction {
    private static final Settings SETTINGS =
            new Settings().withExecuteLogging(false).withRenderSchema(false).withReturnRecordToPojo(false);

    private final DSLContext dsl;

    SecureTransaction(Connection connection) {
        this.dsl = DSL.using(connection, SQLDialect.POSTGRES, SETTINGS);
    }

    /** For repositories, outboxes and audit logs of this module only (held by a test). */
    public DSLContext dsl() {
        return dsl;
    }
}
