package dev.clm.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * The seconds of a sweep over many certificates, beside counting the same rows and beside two sorted streams that `comm`
 * compares; and what the service needs of memory for it. Counts and sweeps take turns, so that both meet the same machine.
 */
public final class SweepBenchmark {
    private static final int ROUNDS = 7;
    private static final int ACCEPTED = 202;
    private static final long POLL_MILLIS = 10;
    private static final double NANOS_PER_SECOND = 1e9;
    /** Every table of references and targets, as far as it is not counted as one of the two large ones. */
    private static final String OTHER_TABLES = """
            select quote_ident(relname) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
            and relname not in ('certificates', 'certificate_metadata', 'schema_migrations', 'scheduled_tasks')""";

    private final FloorDatabases databases;
    private final HttpRequest sweep;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Path status;

    private SweepBenchmark(Path folder, int port, long pid) throws IOException {
        this.databases = FloorDatabases.of(folder.resolve("embedded.env"));
        this.sweep = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/integrity/runs"))
                .header(
                        "Authorization",
                        "Bearer "
                                + Files.readString(folder.resolve("admin-api-key"))
                                        .strip())
                .POST(BodyPublishers.noBody())
                .build();
        this.status = Path.of("/proc/" + pid + "/status");
    }

    /** Arguments: the service's data directory, its port, its process id, and how many certificates there are to be. */
    public static void main(String[] arguments) throws Exception {
        new SweepBenchmark(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]))
                .run(Integer.parseInt(arguments[3]));
    }

    private void run(int rows) throws Exception {
        System.out.println(Durability.read(databases).describe());
        try (Connection secure = databases.connect(FloorDatabases.SECURE);
                Connection core = databases.connect(FloorDatabases.CORE)) {
            insert(secure, core, rows);
            String before = peakMemory();
            List<Double> counts = new ArrayList<>();
            List<Double> allCounts = new ArrayList<>();
            List<Double> sweeps = new ArrayList<>();
            double first = sweep(core);
            for (int i = 0; i < ROUNDS; i++) {
                double large = count(secure, List.of("certificates")) + count(core, List.of("certificate_metadata"));
                counts.add(large);
                allCounts.add(large + count(secure, others(secure)) + count(core, others(core)));
                sweeps.add(sweep(core));
            }
            double count = median(counts);
            System.out.printf("%d certificates with metadata, medians of %d rounds (least – most)%n", rows, ROUNDS);
            line("select count(*) on both tables", counts, count);
            line("select count(*) on all tables", allCounts, count);
            line("sweep", sweeps, count);
            line("sweep, the first of the process", List.of(first), count);
            streams(count);
            System.out.println(
                    "the service's peak resident memory: before the sweeps " + before + ", after " + peakMemory());
        }
    }

    private void streams(double count) throws IOException, InterruptedException {
        if (SortedStreams.arePossible()) {
            long start = System.nanoTime();
            long differences = SortedStreams.run(databases.login());
            line("two sorted COPY streams and comm", List.of(secondsSince(start)), count);
            System.out.println("lines in which the streams differ: " + differences);
        } else {
            System.out.println("no psql on this machine: nothing to compare sorted streams with");
        }
    }

    private static void insert(Connection secure, Connection core, int rows) throws SQLException {
        try (Statement select = core.createStatement();
                ResultSet member = select.executeQuery(
                        "select organization_id, user_id from user_organizations order by joined_at limit 1")) {
            member.next();
            ManyCertificates.insert(
                    secure, core, member.getObject(1, UUID.class), member.getObject(2, UUID.class), rows);
        }
    }

    /** From the transaction that enters the run to the one that completes it, by the clock of the database. */
    private double sweep(Connection core) throws Exception {
        HttpResponse<String> answer = http.send(sweep, BodyHandlers.ofString());
        if (answer.statusCode() != ACCEPTED) {
            throw new IOException("the service answered " + answer.statusCode() + ": " + answer.body());
        }
        String location = answer.headers().firstValue("Location").orElseThrow();
        UUID run = UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
        try (PreparedStatement select = core.prepareStatement("select status, candidates,"
                + " extract(epoch from completed_at - started_at) from integrity_runs where id = ?")) {
            select.setObject(1, run);
            while (true) {
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    if (!"running".equals(row.getString(1))) {
                        requireHealthy(row);
                        return row.getDouble(3);
                    }
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    private static void requireHealthy(ResultSet row) throws SQLException {
        if (!"completed".equals(row.getString(1)) || row.getInt(2) != 0) {
            throw new IllegalStateException("the sweep " + row.getString(1) + " with " + row.getInt(2) + " faults");
        }
    }

    private static List<String> others(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet names = statement.executeQuery(OTHER_TABLES)) {
            while (names.next()) {
                tables.add(names.getString(1));
            }
        }
        return tables;
    }

    private static double count(Connection connection, List<String> tables) throws SQLException {
        long start = System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            for (String table : tables) {
                statement.execute("select count(*) from " + table);
            }
        }
        return secondsSince(start);
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / NANOS_PER_SECOND;
    }

    private static double median(List<Double> seconds) {
        return seconds.stream().sorted().skip(seconds.size() / 2).findFirst().orElseThrow();
    }

    private static void line(String what, List<Double> seconds, double count) {
        System.out.printf(
                Locale.ROOT,
                "%-34s %7.3f s (%.3f – %.3f) %6.2f x the counts of both tables%n",
                what,
                median(seconds),
                Collections.min(seconds),
                Collections.max(seconds),
                median(seconds) / count);
    }

    private String peakMemory() throws IOException {
        return Files.isReadable(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .map(line -> line.replaceAll("\\s+", " ").substring("VmHWM: ".length()))
                        .findFirst()
                        .orElse("unknown")
                : "unknown";
    }
}
