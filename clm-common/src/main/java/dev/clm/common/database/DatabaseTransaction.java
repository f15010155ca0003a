package dev.clm.common.database;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import org.jooq.DSLContext;
import org.jooq.RowCountQuery;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * An open transaction on one of the two databases; each has a type of its own, so that the wrong database does not compile.
 * It ends with the call that opened it and must not be kept.
 */
public abstract class DatabaseTransaction {
    private static final Settings SETTINGS =
            new Settings().withExecuteLogging(false).withRenderSchema(false).withReturnRecordToPojo(false);

    private final DSLContext dsl;

    protected DatabaseTransaction(Connection connection) {
        this.dsl = DSL.using(connection, SQLDialect.POSTGRES, SETTINGS);
    }

    /** When the transaction began, by the database's clock (T7): what is stored as evidence, or decides, is dated so. */
    public final Instant now() {
        return dsl.fetchValue(DSL.currentInstant());
    }

    /** No statement from here on takes longer, or more than one processor: what only looks must not burden those who work. */
    public final void limitStatements(Duration longest) {
        dsl.execute(
                "select set_config('statement_timeout', ?, true), set_config('max_parallel_workers_per_gather', '0', true)",
                longest.toMillis() + "ms");
    }

    /** For repositories, outboxes and audit logs only (held by a test). */
    public final DSLContext dsl() {
        return dsl;
    }

    /** Makes a change of one row where its condition holds, and answers whether it did. For those alone who use jOOQ. */
    public final boolean changed(RowCountQuery change) {
        return change.execute() == 1;
    }

    /** The same with SQL of its own. */
    public final boolean changed(String change, Object... values) {
        return dsl.execute(change, values) == 1;
    }
}
