package dev.clm.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;

/**
 * Rows per second of a rotation beside one bare UPDATE of the same rows, by the same role, in the same run; and what issuance
 * notices of it. One run has as many workers as the service was started with.
 */
public final class RotationBenchmark {
    private static final int CLIENTS = 8;
    private static final long POLL_MILLIS = 200;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String BARE_UPDATE = """
            update private_keys
            set encryption_key_id = ?, encrypted_key_material = encrypted_key_material || ''::bytea,
                encryption_iv = encryption_iv || ''::bytea, encryption_auth_tag = encryption_auth_tag || ''::bytea
            where encryption_key_id = ?""";

    private final FloorDatabases databases;
    private final RotatingService service;
    private final IssuingService issuance;
    private final Path dataDirectory;
    private final int workers;
    private final int rows;
    private final double seconds;

    private RotationBenchmark(Path dataDirectory, int port, int workers, int rows) throws Exception {
        this.dataDirectory = dataDirectory;
        this.workers = workers;
        this.rows = rows;
        this.seconds = rows < 100_000 ? 4 : 10;
        this.databases = FloorDatabases.of(dataDirectory.resolve("embedded.env"));
        this.service = new RotatingService(port, dataDirectory.resolve("admin-api-key"));
        this.issuance = new IssuingService(port, dataDirectory.resolve("admin-api-key"), new CsrPool(1024));
    }

    /** Arguments: the service's data directory, its port, its workers, and how many rows there are to be. */
    public static void main(String[] arguments) throws Exception {
        new RotationBenchmark(
                        Path.of(arguments[0]),
                        Integer.parseInt(arguments[1]),
                        Integer.parseInt(arguments[2]),
                        Integer.parseInt(arguments[3]))
                .run();
    }

    private void run() throws Exception {
        Durability durability = Durability.read(databases);
        System.out.println(durability.describe());
        if (!durability.isDurable()) {
            System.err.println("Refused: without fsync and synchronous_commit the figures would mean nothing.");
            System.exit(1);
        }
        try (Connection connection = databases.connect(FloorDatabases.SECURE)) {
            UUID template = service.issueWithKey();
            ManyKeys.insert(connection, dataDirectory.resolve("master.key"), template, missing(connection));
            Measurement.of(issuance, CLIENTS, seconds);
            Measurement alone = Measurement.of(issuance, CLIENTS, seconds);
            UUID key = keyOf(connection, template);
            double bare = bareUpdate(connection, key);
            tidy(connection);
            double rotated = rowsPerSecond(connection, service.rotate(key));
            tidy(connection);
            UUID loaded = service.rotate(keyOf(connection, template));
            Measurement beside = Measurement.of(issuance, CLIENTS, seconds);
            double rotatedUnderLoad = rowsPerSecond(connection, loaded);
            report(bare, rotated, rotatedUnderLoad, alone, beside);
        }
    }

    private void report(double bare, double rotated, double underLoad, Measurement alone, Measurement beside) {
        System.out.printf(
                Locale.ROOT,
                "%d workers, %d rows: bare UPDATE %.0f rows/s; rotation %.0f rows/s, ratio %.2f;"
                        + " under issuance load %.0f rows/s, ratio %.2f%n",
                workers,
                rows,
                bare,
                rotated,
                rotated / bare,
                underLoad,
                underLoad / bare);
        System.out.printf(
                Locale.ROOT,
                "  issuance, %d clients: alone %.0f/s, p99 %.1f ms; beside a rotation without throttle %.0f/s, p99 %.1f ms%n",
                CLIENTS,
                alone.perSecond(),
                alone.p99Millis(),
                beside.perSecond(),
                beside.p99Millis());
    }

    /** There and back again, so that what is sealed fits its key afterwards. */
    private double bareUpdate(Connection superuser, UUID key) throws SQLException {
        UUID other = UUID.randomUUID();
        UUID organization = uuid(superuser, "select organization_id from encryption_keys where id = ?", key);
        execute(
                superuser,
                "insert into encryption_keys (id, organization_id, key_id, key_type, algorithm, key_status,"
                        + " encrypted_key_material, key_wrap_algorithm, created_by_user_id)"
                        + " select ?, organization_id, 'bench-' || ?::text, key_type, algorithm, 'rotating', '\\x00',"
                        + " key_wrap_algorithm, created_by_user_id from encryption_keys where id = ?",
                other,
                other,
                key);
        try (Connection connection = databases.tenant(organization)) {
            double[] both = new double[2];
            for (int i = 0; i < both.length; i++) {
                tidy(superuser);
                long start = System.nanoTime();
                int moved = execute(connection, BARE_UPDATE, i == 0 ? other : key, i == 0 ? key : other);
                both[i] = moved * NANOS_PER_SECOND / (System.nanoTime() - start);
            }
            return Arrays.stream(both).average().orElseThrow();
        }
    }

    /** Waits for the end; the rate is that of steps 2 and 3, from the first batch's start to the last one's end. */
    private static double rowsPerSecond(Connection connection, UUID rotation) throws Exception {
        while (true) {
            try (PreparedStatement select = connection.prepareStatement(
                    "select r.phase, r.items_done, extract(epoch from r.progressed_at - r.measured_from),"
                            + " h.rotation_status from key_rotations r join key_rotation_history h using (id)"
                            + " where id = ?")) {
                select.setObject(1, rotation);
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    if ("ended".equals(row.getString(1))) {
                        if (!"completed".equals(row.getString(4))) {
                            throw new IllegalStateException("the rotation ended as " + row.getString(4));
                        }
                        return row.getLong(2) / row.getDouble(3);
                    }
                }
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private int missing(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from private_keys")) {
            count.next();
            return Math.max(0, rows - count.getInt(1));
        }
    }

    private static UUID keyOf(Connection connection, UUID certificate) throws SQLException {
        return uuid(connection, "select encryption_key_id from private_keys where certificate_id = ?", certificate);
    }

    /** Dead rows and a checkpoint in the middle of one measurement would belong to the one before. */
    private static void tidy(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("vacuum private_keys");
            statement.execute("checkpoint");
        }
    }

    private static UUID uuid(Connection connection, String query, UUID argument) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setObject(1, argument);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getObject(1, UUID.class);
            }
        }
    }

    private static int execute(Connection connection, String sql, UUID... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            return statement.executeUpdate();
        }
    }
}
