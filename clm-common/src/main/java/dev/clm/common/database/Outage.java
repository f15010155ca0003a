package dev.clm.common.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether one database is away, and what the log says of that: a line when it is first known, one a minute while it lasts with the
 * number of those that were left out, and one when it is over. The pools of the database share one and tell it what they meet, so
 * that it knows before whoever asked them; any thread may. Whoever is about to log a failure asks {@link #tells} first.
 */
public final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
    private static final long BETWEEN_LINES = Duration.ofMinutes(1).toNanos();
    /** It is over when nothing has failed for so long: a database that only reads, or a pool that is too small, fails now and then. */
    private static final long QUIET = Duration.ofSeconds(10).toNanos();

    private static final Set<Outage> STANDING = ConcurrentHashMap.newKeySet();

    private final String database;
    private final LongSupplier nanos;
    private volatile boolean standing;
    private long since;
    private long lastLine;
    private long leftOut;
    private boolean answers;
    private long answersSince;

    public Outage(String database) {
        this(database, System::nanoTime);
    }

    Outage(String database, LongSupplier nanos) {
        this.database = database;
        this.nanos = nanos;
    }

    /** Whether the log has told of the outage that a failure comes of: then it needs no line of its own, and is counted. */
    public static boolean tells(Throwable failure) {
        if (STANDING.isEmpty() || !comesOfAway(failure)) {
            return false;
        }
        STANDING.stream().findAny().ifPresent(Outage::leaveOut);
        return true;
    }

    /** A pool, or a connection of it, failed. Failures that are not the database's are none of its business. */
    void failed(SQLException failure) {
        if (SqlState.isAway(failure)) {
            failed(SqlState.innermost(failure).getMessage());
        }
    }

    /** A pool lent a connection. */
    void answered() {
        if (standing) {
            endWhereQuiet();
        }
    }

    /** The pools are closed: nobody will know. */
    synchronized void forget() {
        STANDING.remove(this);
        standing = false;
        leftOut = 0;
    }

    private synchronized void failed(String reason) {
        long now = nanos.getAsLong();
        answers = false;
        if (!standing) {
            since = now;
            STANDING.add(this);
            standing = true;
            LOG.warn("{} is not available: {}", database, reason);
            lastLine = now;
        } else if (now - lastLine >= BETWEEN_LINES) {
            LOG.warn(
                    "{} has not been available for {} s: {} ({} lines about it were left out)",
                    database,
                    seconds(now - since),
                    reason,
                    leftOut);
            leftOut = 0;
            lastLine = now;
        }
    }

    private synchronized void endWhereQuiet() {
        long now = nanos.getAsLong();
        if (!answers) {
            answers = true;
            answersSince = now;
        }
        if (standing && now - answersSince >= QUIET) {
            STANDING.remove(this);
            standing = false;
            LOG.warn(
                    "{} is available again, after {} s ({} lines about it were left out)",
                    database,
                    seconds(answersSince - since),
                    leftOut);
            leftOut = 0;
        }
    }

    private synchronized void leaveOut() {
        leftOut++;
    }

    /** Also what came of the attempt to clean up after it: then the cause is among the suppressed. */
    private static boolean comesOfAway(Throwable failure) {
        if (SqlState.isAway(failure)) {
            return true;
        }
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (Stream.of(t.getSuppressed()).anyMatch(SqlState::isAway)) {
                return true;
            }
        }
        return false;
    }

    private static long seconds(long nanos) {
        return Duration.ofNanos(nanos).toSeconds();
    }
}
