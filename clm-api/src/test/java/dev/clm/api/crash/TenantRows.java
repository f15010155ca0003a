package dev.clm.api.crash;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** What stands in clm_secure_db about one organization; a clause `from` names the organization once. */
final class TenantRows {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final VerbDatabase database;
    private final UUID organization;
    private final List<Connection> held = new CopyOnWriteArrayList<>();

    TenantRows(VerbDatabase database, UUID organization) {
        this.database = database;
        this.organization = organization;
    }

    Optional<UUID> newest(String from) {
        return database.texts("select id::text from " + from + " order by id desc limit 1", organization).stream()
                .map(UUID::fromString)
                .findFirst();
    }

    /** As an export that has just begun: the row cannot be moved before it is let go. */
    void holdRow(UUID key) {
        try {
            Connection connection = database.connect();
            held.add(connection);
            connection.setAutoCommit(false);
            try (PreparedStatement lock = connection.prepareStatement(
                    "select 1 from private_keys where encryption_key_id = ? order by id limit 1 for update")) {
                lock.setObject(1, key);
                lock.executeQuery();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void letFirstRowGo() {
        try (Connection first = held.remove(0)) {
            first.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void letRowsGo() {
        while (!held.isEmpty()) {
            letFirstRowGo();
        }
    }

    void awaitStatus(String status) {
        awaitThat("key_rotation_history where organization_id = ? and rotation_status = '" + status + "'");
    }

    void awaitThat(String from) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> isThere(from));
    }

    boolean isThere(String from) {
        return !database.texts("select 'there' from " + from + " limit 1", organization)
                .isEmpty();
    }

    /** Whatever destruction is scheduled is due, and was seen so long enough ago. */
    void makeDue() {
        database.secure(
                "update key_destructions set requested_at = requested_at - interval '8 days',"
                        + " due_at = due_at - interval '8 days', due_seen_at = now() - interval '6 minutes'"
                        + " where organization_id = ? and state = 'scheduled'",
                organization);
    }

    /** Until no such row is there any more, or so long. */
    void awaitGone(String from, Duration most) {
        long since = System.nanoTime();
        while (isThere(from) && System.nanoTime() - since < most.toNanos()) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
