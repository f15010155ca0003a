package dev.clm.common.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;

/** The SQL states that the product reacts to (PostgreSQL, appendix A). */
public final class SqlState {
    public static final String UNIQUE_VIOLATION = "23505";
    public static final String FOREIGN_KEY_VIOLATION = "23503";
    public static final String SERIALIZATION_FAILURE = "40001";
    public static final String DEADLOCK_DETECTED = "40P01";
    public static final String LOCK_NOT_AVAILABLE = "55P03";
    public static final String QUERY_CANCELED = "57014";
    public static final String OBJECT_NOT_IN_PREREQUISITE_STATE = "55000";

    /** PostgreSQL's too_many_connections, and what a pool of ours says all of whose connections are in use. */
    static final String POOL_EXHAUSTED = "53300";

    /** A replica after a failover, or a server that its administrator keeps from writing. */
    private static final String READ_ONLY_SQL_TRANSACTION = "25006";

    private static final Set<String> UNDEFINED = Set.of("42P01", "42703", "42883", "3F000");

    private static final Set<String> RETRYABLE = Set.of(SERIALIZATION_FAILURE, DEADLOCK_DETECTED);
    private static final Set<String> CONTENTION =
            Set.of(SERIALIZATION_FAILURE, DEADLOCK_DETECTED, LOCK_NOT_AVAILABLE, QUERY_CANCELED);
    private static final String CONNECTION_EXCEPTIONS = "08";
    private static final String INSUFFICIENT_RESOURCES = "53";
    private static final Set<String> UNAVAILABLE = Set.of(
            LOCK_NOT_AVAILABLE,
            QUERY_CANCELED,
            "57P01", // admin_shutdown
            "57P02", // crash_shutdown
            "57P03", // cannot_connect_now
            "25P03", // idle_in_transaction_session_timeout: this process was stopped for too long
            READ_ONLY_SQL_TRANSACTION);

    private SqlState() {}

    /** The SQL state of the first SQLException in the chain of causes that carries one. */
    public static Optional<String> of(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException e && e.getSQLState() != null) {
                return Optional.of(e.getSQLState());
            }
        }
        return Optional.empty();
    }

    /** The database's or the driver's own failure, without what a pool says around it. */
    public static SQLException innermost(SQLException failure) {
        SQLException innermost = failure;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException inner) {
                innermost = inner;
            }
        }
        return innermost;
    }

    /** Whether the same transaction may succeed when it is run again at once (requirement T3). */
    public static boolean isRetryable(Throwable failure) {
        return of(failure).filter(RETRYABLE::contains).isPresent();
    }

    /** Whether what others do at the same time was in the way: without one of several changes the rest may go through. */
    public static boolean isContention(Throwable failure) {
        return of(failure).filter(CONTENTION::contains).isPresent();
    }

    /** Whether others held a lock for longer than was waited for it. */
    static boolean isLockTimeout(Throwable failure) {
        return of(failure).filter(LOCK_NOT_AVAILABLE::equals).isPresent();
    }

    /** Whether the database itself or a connection to it was not to be had: not that it answered with a time-out or a conflict. */
    public static boolean isAway(Throwable failure) {
        return isUnavailable(failure) && !isContention(failure) && !isExhausted(failure);
    }

    /** Whether all connections were in use: the database itself is well. */
    public static boolean isExhausted(Throwable failure) {
        return of(failure).filter(POOL_EXHAUSTED::equals).isPresent();
    }

    /** Whether a table or column was not there: another database, or another schema, than the one that was meant. */
    public static boolean isUndefined(Throwable failure) {
        return of(failure).filter(UNDEFINED::contains).isPresent();
    }

    /** Whether the session takes no writes: others of its pool, as old as it, will not either. */
    static boolean isReadOnly(Throwable failure) {
        return of(failure).filter(READ_ONLY_SQL_TRANSACTION::equals).isPresent();
    }

    /** Whether the database, a connection or a lock was not to be had in time (requirement T3). */
    public static boolean isUnavailable(Throwable failure) {
        return isPoolTimeout(failure)
                || of(failure)
                        .filter(s -> UNAVAILABLE.contains(s)
                                || s.startsWith(CONNECTION_EXCEPTIONS)
                                || s.startsWith(INSUFFICIENT_RESOURCES))
                        .isPresent();
    }

    /** A pool that had no connection to give in time says so by type; its SQL state is that of the last failure, or none. */
    private static boolean isPoolTimeout(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLTransientConnectionException) {
                return true;
            }
        }
        return false;
    }

    /** Whether a trigger of ours refused a change because of the state that a row is in (requirement K6). */
    public static boolean isStateRefusal(Throwable failure) {
        return of(failure).filter(OBJECT_NOT_IN_PREREQUISITE_STATE::equals).isPresent();
    }

    public static boolean isUniqueViolation(Throwable failure) {
        return of(failure).filter(UNIQUE_VIOLATION::equals).isPresent();
    }
}
