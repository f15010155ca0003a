package dev.clm.api.key.keyrotation;

import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.Caller;
import dev.clm.api.testing.Rows;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Tenant;
import dev.clm.secure.key.encryptionkey.DataKeyRing;
import dev.clm.secure.key.keydestruction.DueDestructions;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.postgresql.PGConnection;

/** An organization whose data key is rotated, with as many keys under it as asked for. */
public final class RotatingTenant {
    static final String ROTATIONS = "/api/v1/key-rotations/";
    private static final Duration LONG = Duration.ofMinutes(2);

    private final Tenant tenant = Tenant.create();

    public RotatingTenant(int keys) {
        for (int i = 0; i < keys; i++) {
            issueWithKey("rotated-" + i + ".example");
        }
    }

    Tenant tenant() {
        return tenant;
    }

    public Caller administrator() {
        return tenant.administrator();
    }

    public UUID issueWithKey(String name) {
        return administrator()
                .post(
                        Tenant.CERTIFICATES,
                        Tenant.madeKey(name, Map.of("algorithm", "ECDSA", "curve", "P-256", "exportable", true)))
                .expect(201)
                .id();
    }

    public UUID activeKey() {
        return Rows.secure(
                        UUID.class,
                        "select id from encryption_keys where organization_id = ? and purpose = 'certificate'"
                                + " and key_status = 'active'",
                        administrator().organizationId())
                .get(0);
    }

    String status(UUID key) {
        return Rows.secure(String.class, "select key_status from encryption_keys where id = ?", key)
                .get(0);
    }

    long rowsUnder(UUID key) {
        return Rows.countSecure("private_keys where encryption_key_id = ?", key);
    }

    public Answer rotate(UUID key, String type) {
        return administrator().post("/api/v1/encryption-keys/" + key + "/rotate", body(type));
    }

    static Map<String, String> body(String type) {
        return Map.of("rotation_type", type, "rotation_reason", "a test");
    }

    Answer read(UUID rotation) {
        return administrator().get(ROTATIONS + rotation).expect(200);
    }

    Answer command(UUID rotation, String verb) {
        return administrator().post(ROTATIONS + rotation + "/" + verb, "");
    }

    public Answer destroy(UUID key) {
        return administrator().post("/api/v1/encryption-keys/" + key + "/destroy", destruction(key));
    }

    public static Map<String, Object> destruction(UUID key) {
        return Map.of("shred", true, "key_id", "data-" + key, "stop_organization", true);
    }

    /** As if it had been asked for eight days ago and seen due once. */
    public static void makeDue(UUID key) {
        Rows.secure(
                "update key_destructions set requested_at = requested_at - interval '8 days',"
                        + " due_at = due_at - interval '8 days', due_seen_at = now() - interval '6 minutes'"
                        + " where encryption_key_id = ?",
                key);
    }

    static void destroyDue() {
        RunningService.shared().context().getBean(DueDestructions.class).run();
    }

    public Answer awaitStatus(UUID rotation, String status) {
        return await().dontCatchUncaughtExceptions()
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> read(rotation), answer -> status.equals(answer.text("rotation_status")));
    }

    /** A rotation of the key that was paused before it moved all rows. */
    public UUID paused(UUID key) throws SQLException, IOException {
        try (Connection held = holdOneRow(key)) {
            UUID rotation = rotate(key, "manual").expect(202).id();
            command(rotation, "pause").expect(200);
            held.rollback();
            return rotation;
        }
    }

    /** As an export that has just begun: the row cannot be moved before this is closed. */
    public Connection holdOneRow(UUID key) throws SQLException, IOException {
        Connection connection = RunningService.shared().superuser("clm_secure_db");
        connection.setAutoCommit(false);
        try (PreparedStatement lock = connection.prepareStatement(
                "select 1 from private_keys where encryption_key_id = ? limit 1 for update")) {
            lock.setObject(1, key);
            lock.executeQuery();
        }
        return connection;
    }

    /** A session of the superuser's that holds what the statement locks, until it is closed. */
    public static Connection holding(String statement, Object... values) throws SQLException, IOException {
        Connection connection = RunningService.shared().superuser("clm_secure_db");
        connection.setAutoCommit(false);
        execute(connection, statement, values);
        return connection;
    }

    static void execute(Connection connection, String statement, Object... values) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                prepared.setObject(i + 1, values[i]);
            }
            prepared.execute();
        }
    }

    /** Until somebody waits for what the session holds. */
    public static void awaitWaiter(Connection holder) throws SQLException {
        int pid = holder.unwrap(PGConnection.class).getBackendPID();
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Rows.countSecure("pg_stat_activity where ? = any(pg_blocking_pids(pid))", pid) > 0);
    }

    /** One flipped bit in a data key as it is stored, which is in memory no more; again, and it is repaired. */
    static void flipABitOfKey(UUID key) {
        String status = Rows.secure(String.class, "select key_status from encryption_keys where id = ?", key)
                .get(0);
        Rows.secureUnseen(
                "update encryption_keys set key_status = 'retired', encrypted_key_material ="
                        + " set_byte(encrypted_key_material, 20, get_byte(encrypted_key_material, 20) # 1) where id = ?",
                key);
        RunningService.shared().context().getBean(DataKeyRing.class).dropUnneeded();
        Rows.secureUnseen("update encryption_keys set key_status = ? where id = ?", status, key);
    }

    /** One flipped bit in the ciphertext of one of the certificates' keys; again, and it is repaired. */
    static void flipABit(UUID certificate) {
        Rows.secure(
                "update private_keys set encrypted_key_material = set_byte(encrypted_key_material, 7,"
                        + " get_byte(encrypted_key_material, 7) # 1) where certificate_id = ?",
                certificate);
    }
}
