package dev.clm.common.database;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work in a transaction of one database, with the tenant set (requirements S3, T1, T3). Serialization failures and
 * deadlocks are retried; a lock, a statement time-out or a lost connection becomes UNAVAILABLE.
 *
 * @param <T> the database's own transaction type, so that work meant for the other database does not compile
 */
public class TransactionRunner<T extends DatabaseTransaction> {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionRunner.class);
    /** Until the transaction ends. */
    static final String SET_TENANT = "select set_config('clm.organization_id', ?, true)";

    private static final String SET_TENANT_AND_PATIENCE = SET_TENANT + ", set_config('lock_timeout', ?, true)";

    private static final int ATTEMPTS = 4;

    private final String database;
    private final DataSource tenantPool;
    private final DataSource servicePool;
    private final Function<Connection, T> transactionOf;

    /** `tenantPool` logs in under row-level security, `servicePool` with the login that sees every tenant. */
    public TransactionRunner(
            String database, DataSource tenantPool, DataSource servicePool, Function<Connection, T> transactionOf) {
        this.database = database;
        this.tenantPool = tenantPool;
        this.servicePool = servicePool;
        this.transactionOf = transactionOf;
    }

    /** Work for one tenant; it sees and writes only that tenant's rows. */
    public final <R> R inTransaction(Actor actor, Function<T, R> work) {
        return inTransaction(actor.organizationId(), work);
    }

    /** Work for one tenant, for callers that act for several users of it at once (group commit). */
    public final <R> R inTransaction(OrganizationId tenant, Function<T, R> work) {
        return withRetries(() -> run(tenantPool, connection -> setTenant(connection, tenant), work));
    }

    /** The same where all statements see the database as the first one does: what moves meanwhile is seen once. */
    public final <R> R inSnapshot(Actor actor, Function<T, R> work) {
        return withRetries(() -> run(
                tenantPool,
                connection -> {
                    takeSnapshot(connection);
                    setTenant(connection, actor.organizationId());
                },
                work));
    }

    /** The same through another pool, which leads to a server that follows this one: work that only reads. */
    protected final <R> R inTransactionOn(DataSource follower, OrganizationId tenant, Function<T, R> work) {
        return withRetries(() -> run(follower, connection -> setTenant(connection, tenant), work));
    }

    /** The same where no lock is waited for longer than `lockTimeout`: who shares the transaction is not to wait for one of them. */
    public final <R> R inTransaction(OrganizationId tenant, Duration lockTimeout, Function<T, R> work) {
        return withRetries(() -> run(tenantPool, connection -> setTenant(connection, tenant, lockTimeout), work));
    }

    public final void useTransaction(OrganizationId tenant, Consumer<T> work) {
        inTransaction(tenant, tx -> {
            work.accept(tx);
            return null;
        });
    }

    /** Work past row-level security: jobs, and looking a credential up before the tenant is known. `reason` is for the log. */
    public final <R> R inServiceRole(String reason, Function<T, R> work) {
        LOG.trace("{}: service role for {}", database, reason);
        return withRetries(() -> run(servicePool, connection -> {}, work));
    }

    /** One query for one tenant as a transaction of its own, in one round trip. */
    public final <R> R fetch(OrganizationId tenant, PreparedQuery<R> query) {
        return withRetries(() -> fetch(tenantPool, connection -> query.fetchAlone(connection, tenant)));
    }

    /** One query past row-level security as a transaction of its own, in one round trip. `reason` is for the log. */
    public final <R> R fetchInServiceRole(String reason, PreparedQuery<R> query) {
        LOG.trace("{}: service role for {}", database, reason);
        return withRetries(() -> fetch(servicePool, query::fetch));
    }

    /** What the database's clock says, past the tenants' pool (requirement T7). */
    public final ClockReading readClock() {
        return withRetries(() -> fetch(servicePool, ClockReading::take));
    }

    private <R> R fetch(DataSource pool, ConnectionWork<R> query) throws SQLException {
        OpenTransactions.enter(database);
        try (Connection connection = pool.getConnection()) {
            return query.run(connection);
        } finally {
            OpenTransactions.leave(database);
        }
    }

    private <R> R withRetries(SqlWork<R> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.run();
            } catch (SQLException | RuntimeException failure) {
                if (failure instanceof ClmException known) {
                    throw known;
                }
                if (!SqlState.isRetryable(failure) || attempt == ATTEMPTS) {
                    throw translate(failure);
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000L, 10_000_000L * attempt));
            }
        }
    }

    private <R> R run(DataSource pool, Settings settings, Function<T, R> work) throws SQLException {
        OpenTransactions.enter(database);
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                settings.set(connection);
                R result = work.apply(transactionOf.apply(connection));
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error failure) {
                rollback(connection, failure);
                throw failure;
            }
        } finally {
            OpenTransactions.leave(database);
        }
    }

    private static void setTenant(Connection connection, OrganizationId tenant) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement(SET_TENANT)) {
            set.setString(1, tenant.value().toString());
            set.execute();
        }
    }

    private static void setTenant(Connection connection, OrganizationId tenant, Duration lockTimeout)
            throws SQLException {
        try (PreparedStatement set = connection.prepareStatement(SET_TENANT_AND_PATIENCE)) {
            set.setString(1, tenant.value().toString());
            set.setString(2, lockTimeout.toMillis() + "ms");
            set.execute();
        }
    }

    private static void takeSnapshot(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read");
        }
    }

    private static void rollback(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private RuntimeException translate(Exception failure) {
        if (SqlState.isRetryable(failure) || SqlState.isUnavailable(failure)) {
            return ClmException.of(ErrorCode.UNAVAILABLE, database + " is not available right now", failure);
        }
        return failure instanceof RuntimeException known ? known : new DatabaseFailure(database, failure);
    }

    /** Of the transaction that begins. */
    @FunctionalInterface
    private interface Settings {
        void set(Connection connection) throws SQLException;
    }

    @FunctionalInterface
    private interface ConnectionWork<R> {
        R run(Connection connection) throws SQLException;
    }

    @FunctionalInterface
    private interface SqlWork<R> {
        R run() throws SQLException;
    }
}
