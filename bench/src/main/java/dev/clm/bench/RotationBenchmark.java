package dev.clm.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.UUID;

/**
 * Rows per second of a rotation beside one bare UPDATE of the same rows in the same run, and what issuance notices of it. One
 * run has as many workers as the service was started with.
 */
public final class RotationBenchmark {
    private static final int CLIENTS = 8;
    private static final double LONGEST = 10;
    private static final int ROWS_A_SECOND = 20_000;

    private final FloorDatabases databases;
    private final RotatingService service;
    private final IssuingService issuance;
    private final Path dataDirectory;
    private final long servicePid;
    private final int workers;
    private final int rows;

    private RotationBenchmark(Path dataDirectory, int port, long servicePid, int workers, int rows) throws Exception {
        this.dataDirectory = dataDirectory;
        this.servicePid = servicePid;
        this.workers = workers;
        this.rows = rows;
        this.databases = FloorDatabases.of(dataDirectory.resolve("embedded.env"));
        this.service = new RotatingService(port, dataDirectory.resolve("admin-api-key"));
        this.issuance = new IssuingService(port, dataDirectory.resolve("admin-api-key"), new CsrPool(1024));
    }

    /** Arguments: the service's data directory, its port, its process id, its workers, and how many rows there are to be. */
    public static void main(String[] arguments) throws Exception {
        new RotationBenchmark(
                        Path.of(arguments[0]),
                        Integer.parseInt(arguments[1]),
                        Long.parseLong(arguments[2]),
                        Integer.parseInt(arguments[3]),
                        Integer.parseInt(arguments[4]))
                .run();
    }

    private void run() throws Exception {
        Durability durability = Durability.read(databases);
        if (!durability.isDurable()) {
            System.err.println("Refused: without fsync and synchronous_commit the figures would mean nothing.");
            System.exit(1);
        }
        try (Connection connection = databases.connect(FloorDatabases.SECURE)) {
            UUID template = service.issueWithKey();
            ManyKeys.insert(connection, dataDirectory.resolve("master.key"), template, missing(connection));
            System.out.printf("%d workers, %d rows; %s%n", workers, rows, durability.describe());
            compare(connection, template);
            besideIssuance(connection, template);
        }
    }

    private void compare(Connection connection, UUID template) throws Exception {
        UUID key = keyOf(connection, template);
        ProcessorTime start = processorTime(connection);
        double bare = new BareUpdate(databases, connection).rowsPerSecond(key);
        ProcessorTime updated = processorTime(connection);
        ManyKeys.tidy(connection);
        ProcessorTime tidied = processorTime(connection);
        RotationTimes times = RotationTimes.of(connection, service.rotate(key, "emergency"));
        ProcessorTime rotated = processorTime(connection);
        System.out.printf(
                Locale.ROOT,
                "  bare UPDATE                      %6.0f rows/s              processor time per row: %s%n"
                        + "  rotation, steps 2 and 3          %6.0f rows/s, ratio %.2f%n"
                        + "  the whole with proof and record  %6.0f rows/s, ratio %.2f  processor time per row: %s%n",
                bare,
                updated.since(start).perRow(2L * times.rows()),
                times.movedPerSecond(),
                times.movedPerSecond() / bare,
                times.provenPerSecond(),
                times.provenPerSecond() / bare,
                rotated.since(tidied).perRow(times.rows()));
    }

    /** The throttled rotation comes last, because nobody waits for its end. */
    private void besideIssuance(Connection connection, UUID template) throws Exception {
        double seconds = Math.max(1, Math.min(LONGEST, (double) rows / ROWS_A_SECOND));
        Measurement.of(issuance, CLIENTS, LONGEST);
        report("alone", Measurement.of(issuance, CLIENTS, LONGEST), "");
        ManyKeys.tidy(connection);
        UUID unthrottled = service.rotate(keyOf(connection, template), "emergency");
        Measurement beside = Measurement.of(issuance, CLIENTS, seconds);
        double rate = RotationTimes.of(connection, unthrottled).movedPerSecond();
        report("beside an emergency rotation", beside, String.format(Locale.ROOT, ", which moves %.0f rows/s", rate));
        ManyKeys.tidy(connection);
        service.rotate(keyOf(connection, template), "manual");
        report("beside one at the default pace", Measurement.of(issuance, CLIENTS, seconds), "");
    }

    private static void report(String when, Measurement issued, String more) {
        System.out.printf(
                Locale.ROOT,
                "  issuance, %d clients, %-31s %5.0f/s, p50 %6.1f ms, p99 %6.1f ms%s%n",
                CLIENTS,
                when,
                issued.perSecond(),
                issued.p50Millis(),
                issued.p99Millis(),
                more);
    }

    private ProcessorTime processorTime(Connection connection) throws Exception {
        try (Statement statement = connection.createStatement();
                var pid = statement.executeQuery("select pg_backend_pid()")) {
            pid.next();
            return ProcessorTime.now(servicePid, pid.getLong(1));
        }
    }

    private int missing(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var count = statement.executeQuery("select count(*) from private_keys")) {
            count.next();
            return Math.max(0, rows - count.getInt(1));
        }
    }

    private static UUID keyOf(Connection connection, UUID certificate) throws SQLException {
        return ManyKeys.uuid(
                connection, "select encryption_key_id from private_keys where certificate_id = ?", certificate);
    }
}
