package dev.clm.common.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * What a database's clock said in the middle of one round trip (requirement T7). The monotonic clock carries it on from there,
 * so that the time of the database is known later without asking again.
 *
 * @param readAt System.nanoTime() in that middle
 * @param uncertainty half the round trip
 */
public record ClockReading(Instant time, long readAt, Duration uncertainty) {

    /** Neither the wait for the connection nor the opening of a transaction is in the round trip. */
    static ClockReading take(Connection connection) throws SQLException {
        try (PreparedStatement question = connection.prepareStatement("select clock_timestamp()")) {
            long asked = System.nanoTime();
            try (ResultSet answer = question.executeQuery()) {
                long half = (System.nanoTime() - asked) / 2;
                answer.next();
                return new ClockReading(
                        answer.getObject(1, OffsetDateTime.class).toInstant(), asked + half, Duration.ofNanos(half));
            }
        }
    }

    /** What the database's clock says when System.nanoTime() is `nanos`. */
    public Instant at(long nanos) {
        return time.plusNanos(nanos - readAt);
    }
}
