package dev.clm.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * How long a rotation took, by the database's clock.
 *
 * @param moving steps 2 and 3: from the start to the end of the last batch
 * @param whole from the start to the end, with the proof of step 4 and the record
 */
record RotationTimes(long rows, double moving, double whole) {
    private static final long POLL_MILLIS = 200;
    private static final String TIMES = """
            select r.items_done, extract(epoch from r.progressed_at - r.measured_from),
                extract(epoch from h.rotation_completed_at - h.rotation_started_at), h.rotation_status
            from key_rotations r join key_rotation_history h using (id) where id = ? and r.phase = 'ended'""";

    double movedPerSecond() {
        return rows / moving;
    }

    double provenPerSecond() {
        return rows / whole;
    }

    /** Waits for the end. */
    static RotationTimes of(Connection connection, UUID rotation) throws SQLException, InterruptedException {
        while (true) {
            try (PreparedStatement select = connection.prepareStatement(TIMES)) {
                select.setObject(1, rotation);
                try (ResultSet row = select.executeQuery()) {
                    if (row.next()) {
                        return completed(row);
                    }
                }
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static RotationTimes completed(ResultSet row) throws SQLException {
        if (!"completed".equals(row.getString(4))) {
            throw new IllegalStateException("the rotation ended as " + row.getString(4));
        }
        return new RotationTimes(row.getLong(1), row.getDouble(2), row.getDouble(3));
    }
}
