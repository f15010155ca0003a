package dev.clm.bench;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * What a large revocation list costs: building it per 100,000 entries beside the bare signing of the same bytes, what issuance
 * notices while lists are made, and how long a new revocation takes to be listed. The service is started with a short interval,
 * so that full lists are made all the time.
 */
public final class RevocationBenchmark {
    private static final int CLIENTS = 2;
    private static final double SECONDS = 30;
    private static final int LISTS = 5;
    private static final int ENTRIES_OF_A_FIGURE = 100_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long POLL_MILLIS = 5;
    private static final long PATIENCE_SECONDS = 300;

    private final FloorDatabases databases;
    private final IssuingService issuance;
    private final Path dataDirectory;
    private final int port;
    private final Path status;
    private final int entries;

    private UUID authority;
    private ServedLists lists;

    private RevocationBenchmark(Path dataDirectory, int port, long servicePid, int entries) throws Exception {
        this.dataDirectory = dataDirectory;
        this.port = port;
        this.status = Path.of("/proc/" + servicePid + "/status");
        this.entries = entries;
        this.databases = FloorDatabases.of(dataDirectory.resolve("embedded.env"));
        this.issuance = new IssuingService(port, dataDirectory.resolve("admin-api-key"), new CsrPool(1024));
    }

    /** Arguments: the service's data directory, its port, its process id, and how many revoked certificates there are to be. */
    public static void main(String[] arguments) throws Exception {
        new RevocationBenchmark(
                        Path.of(arguments[0]),
                        Integer.parseInt(arguments[1]),
                        Long.parseLong(arguments[2]),
                        Integer.parseInt(arguments[3]))
                .run();
    }

    private void run() throws Exception {
        System.out.println(Durability.read(databases).describe());
        try (Connection connection = databases.connect(FloorDatabases.SECURE)) {
            Measurement.of(issuance, CLIENTS, SECONDS / 3);
            report("alone", Measurement.of(issuance, CLIENTS, SECONDS));
            UUID like = newest(connection);
            authority = uuid(connection, "select issuer_authority_id from certificates where id = '" + like + "'");
            lists = new ServedLists(
                    port,
                    dataDirectory.resolve("admin-api-key"),
                    text(connection, "select name from certificate_authorities where id = '" + authority + "'"));
            ManyRevocations.insert(connection, authority, like, entries);
            long inserted = System.nanoTime();
            awaitFull(connection, entries);
            System.out.printf(
                    Locale.ROOT, "  %d revocations at once, listed after %.1f s%n", entries, secondsSince(inserted));
            compareWithSigning(connection);
            besideIssuance(connection);
            System.out.println("  the service's peak resident memory: " + peakMemory());
        }
    }

    private void compareWithSigning(Connection connection) throws Exception {
        List<Double> built = new ArrayList<>();
        for (int i = 0; i < LISTS; i++) {
            built.add(secondsOfABuild(connection));
        }
        byte[] der = lists.fetch("crl.der");
        byte[] tbs = ServedLists.parse(der).getTBSCertList();
        double figure = (double) entries / ENTRIES_OF_A_FIGURE;
        double bare = bareSigning(tbs) / figure;
        double median = median(built) / figure;
        System.out.printf(
                Locale.ROOT,
                "  a full list, from claim to stored       %7.3f s per 100,000 entries (%.3f – %.3f), %d bytes in all%n"
                        + "  bare signing of the same bytes           %7.3f s per 100,000 entries, ratio %.0f%n",
                median,
                Collections.min(built) / figure,
                Collections.max(built) / figure,
                der.length,
                bare,
                median / bare);
    }

    /** Seen from the row of the publication: when it was claimed, and when the next number stands there. */
    private double secondsOfABuild(Connection connection) throws Exception {
        execute(
                connection,
                "update crl_publications set next_update = now(), claimed_until = '-infinity' where shard = 0 and authority_id = '"
                        + authority + "'");
        long number = number(connection, "crl_number");
        long deadline = System.nanoTime() + (long) (PATIENCE_SECONDS * NANOS_PER_SECOND);
        long claimed = 0;
        while (number(connection, "crl_number") == number) {
            if (claimed == 0 && number(connection, "case when claimed_until > now() then 1 else 0 end") == 1) {
                claimed = System.nanoTime();
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no list was published in " + PATIENCE_SECONDS + " s");
            }
            Thread.sleep(POLL_MILLIS);
        }
        return claimed == 0 ? 0 : secondsSince(claimed);
    }

    private static double bareSigning(byte[] message) throws Exception {
        BouncyCastleProvider provider = new BouncyCastleProvider();
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC", provider);
        keys.initialize(new ECGenParameterSpec("secp256r1"));
        PrivateKey key = keys.generateKeyPair().getPrivate();
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < 2 * LISTS; i++) {
            long start = System.nanoTime();
            Signature signature = Signature.getInstance("SHA256withECDSA", provider);
            signature.initSign(key);
            signature.update(message);
            signature.sign();
            seconds.add(secondsSince(start));
        }
        return median(seconds);
    }

    private void besideIssuance(Connection connection) throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            long numberBefore = number(connection, "crl_number");
            Future<List<Double>> revoking = thread.submit(() -> revokeUntil(ended));
            Measurement beside = Measurement.of(issuance, CLIENTS, SECONDS);
            ended.set(true);
            List<Double> listed = revoking.get();
            report("beside revocations and their lists", beside);
            System.out.printf(
                    Locale.ROOT,
                    "  a new revocation is listed after %.1f s (median), %.1f s (most) of %d; lists made meanwhile: %d%n",
                    median(listed),
                    Collections.max(listed),
                    listed.size(),
                    number(connection, "crl_number") - numberBefore);
        } finally {
            thread.shutdownNow();
        }
    }

    /** Seconds from each answer until the delta, or the full list, says so. */
    private List<Double> revokeUntil(AtomicBoolean ended) throws Exception {
        List<Double> seconds = new ArrayList<>();
        try (Connection connection = databases.connect(FloorDatabases.SECURE)) {
            while (!ended.get()) {
                UUID certificate = newest(connection);
                BigInteger serialNumber = new BigInteger(
                        text(connection, "select serial_number from certificates where id = '" + certificate + "'"),
                        16);
                String shard = text(connection, "select crl_shard from certificates where id = '" + certificate + "'");
                lists.revoke(certificate);
                long start = System.nanoTime();
                while (!lists.has("0".equals(shard) ? "delta.crl" : "crl/" + shard + ".der", serialNumber)) {
                    Thread.sleep(POLL_MILLIS * 10);
                }
                seconds.add(secondsSince(start));
            }
        }
        return seconds;
    }

    private void awaitFull(Connection connection, int atLeast) throws Exception {
        while (number(connection, "entry_count") < atLeast || lists.fetch("delta.crl") == null) {
            Thread.sleep(POLL_MILLIS * 10);
        }
    }

    private static void report(String when, Measurement issued) {
        System.out.printf(
                Locale.ROOT,
                "  issuance, %d clients, %-36s %5.0f/s, p50 %6.1f ms, p99 %6.1f ms%n",
                CLIENTS,
                when,
                issued.perSecond(),
                issued.p50Millis(),
                issued.p99Millis());
    }

    private UUID newest(Connection connection) throws SQLException {
        return uuid(
                connection,
                "select id from certificates where status = 'active' and certificate_type = 'server'"
                        + " and issuer_authority_id is not null order by created_at desc limit 1");
    }

    private long number(Connection connection, String column) throws SQLException {
        return Long.parseLong(text(
                connection,
                "select " + column + " from crl_publications where shard = 0 and authority_id = '" + authority + "'"));
    }

    private static UUID uuid(Connection connection, String sql) throws SQLException {
        return UUID.fromString(text(connection, sql));
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / NANOS_PER_SECOND;
    }

    private static double median(List<Double> seconds) {
        return seconds.stream().sorted().skip(seconds.size() / 2).findFirst().orElse(Double.NaN);
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
