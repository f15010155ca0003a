package dev.clm.api.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two processes work on one rotation, until one of them does not. The order spares a start: a killed one is started again. */
@Tag("K3")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RotationTakeOverIT {
    private static final int KEYS = 24;
    private static final String STUCK =
            "select application_name from pg_stat_activity where query ilike '%update%key_rotations%' and ";
    private static RotatingInstances rotating;

    private String rows;

    @BeforeAll
    static void start() throws IOException {
        rotating = new RotatingInstances(KEYS);
    }

    @AfterAll
    static void stop() {
        rotating.close();
    }

    @BeforeEach
    void bothRun() {
        rotating.startThoseThatEnded();
        rows = rotating.restingKeys()
                .texts("select count(*) from private_keys p join encryption_keys k on k.id = p.encryption_key_id"
                        + " where k.purpose = 'certificate'")
                .get(0);
    }

    @Test
    @Order(1)
    void anInstanceThatFreezesInsideABatchLosesItAndTheOtherEndsTheRotation() throws Exception {
        UUID rotation;
        String frozen;
        try (Connection keys = holding("select 1 from private_keys for update");
                Connection state = rotating.connect()) {
            rotation = rotating.rotate("emergency");
            hold(state, "select 1 from key_rotations where id = '" + rotation + "' for update");
            keys.rollback();
            // Its batch is done but for the count, which waits for the row that is held here.
            frozen = awaitOne(STUCK + "wait_event_type = 'Lock'");
            rotating.signal(frozen, "STOP");
            state.rollback();
        }
        try {
            // The other one may be seen between two statements of its own as well. A lock that came too late has ended
            // the batch too.
            soon().until(() -> rotating.restingKeys()
                    .texts(STUCK + "state like 'idle in transaction%'")
                    .contains(frozen));
            awaitCompleted(rotation);
        } finally {
            rotating.signal(frozen, "CONT");
        }
        requireMovedOnce(rotation);
        assertThat(movers(rotation)).doesNotContain(frozen);
    }

    @Test
    @Order(2)
    void bothTakeBatchesAndWhatAKilledOneLeavesTheOtherDoes() throws Exception {
        UUID rotation = rotating.rotate("manual");
        soon().until(() -> movers(rotation).size() == 2);

        rotating.killOne();

        assertThat(rotating.restingKeys().isRotating()).isTrue();
        awaitCompleted(rotation);
        requireMovedOnce(rotation);
    }

    private static Connection holding(String select) throws SQLException {
        Connection connection = rotating.connect();
        hold(connection, select);
        return connection;
    }

    private static void hold(Connection connection, String select) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement lock = connection.createStatement()) {
            lock.executeQuery(select);
        }
    }

    private static String awaitOne(String select) {
        return soon().until(() -> rotating.restingKeys().texts(select), found -> !found.isEmpty())
                .get(0);
    }

    private static List<String> movers(UUID rotation) {
        return rotating.restingKeys()
                .texts(
                        "select distinct m.instance from moved m join key_rotation_history h on h.new_key_id = m.encryption_key"
                                + " where h.id = ?",
                        rotation);
    }

    private static void awaitCompleted(UUID rotation) {
        soon().until(() -> rotating.restingKeys()
                .texts("select rotation_status from key_rotation_history where id = ?", rotation)
                .contains("completed"));
        rotating.restingKeys().requireAllTrue();
    }

    /** What the batches have committed is every row once, and what the counters say. */
    private void requireMovedOnce(UUID rotation) {
        assertThat(rotating.restingKeys()
                        .texts(
                                "select concat_ws(' ', count(*), count(distinct m.private_key), max(h.items_re_encrypted),"
                                        + " max(r.items_done), max(r.items_total)) from moved m join key_rotation_history h"
                                        + " on h.new_key_id = m.encryption_key join key_rotations r on r.id = h.id where h.id = ?",
                                rotation))
                .containsExactly(String.join(" ", rows, rows, rows, rows, rows));
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(100));
    }
}
