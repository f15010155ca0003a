package dev.clm.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Measures a running service and the floor in turns, on one PostgreSQL server, and prints both beside each other. */
public final class Benchmark {
    private static final int POOL = 4096;
    private static final int TRIES = 100;
    private static final long PAUSE_MILLIS = 200;
    private static final int WARM_UP_CLIENTS = 16;
    private static final double WINDOW_SECONDS = 10;
    private static final double STILL_FASTER = 1.03;

    private final Options options;
    private final FloorDatabases databases;
    private final IssuingService service;

    private Benchmark(Options options) throws Exception {
        this.options = options;
        this.databases = FloorDatabases.of(options.dataDirectory().resolve("embedded.env"));
        this.service =
                new IssuingService(options.port(), options.dataDirectory().resolve("admin-api-key"), new CsrPool(POOL));
    }

    /** Arguments: the service's data directory, its port, and perhaps --quick. */
    public static void main(String[] arguments) throws Exception {
        new Benchmark(Options.parse(arguments)).run();
    }

    private void run() throws Exception {
        Durability durability = Durability.read(databases);
        System.out.println(durability.describe());
        if (!durability.isDurable()) {
            System.err.println("Refused: without fsync and synchronous_commit the figures would mean nothing.");
            System.exit(1);
        }
        CertificateRows rows = issueAndRead();
        databases.copy();
        waitUntilReady();
        List<Workload> workloads = List.of(
                Floor.oneStatementPerDatabase(databases, rows), service, Floor.oneStatementPerRow(databases, rows));
        warmUp(workloads);
        Report report = new Report(System.out);
        for (int clients : options.clients()) {
            report.add(clients, measure(workloads, clients));
        }
        report.print();
        Agreement.check(databases, System.out);
    }

    private Map<String, Measurement> measure(List<Workload> workloads, int clients) throws Exception {
        Map<String, List<Measurement>> rounds = new LinkedHashMap<>();
        for (int round = 0; round < options.rounds(); round++) {
            for (int i = 0; i < workloads.size(); i++) {
                // Another one begins each round: machines drift, and what ran before leaves its dirty pages.
                Workload workload = workloads.get((i + round) % workloads.size());
                rounds.computeIfAbsent(workload.name(), name -> new ArrayList<>())
                        .add(Measurement.of(workload, clients, options.seconds()));
            }
        }
        Map<String, Measurement> medians = new LinkedHashMap<>();
        workloads.forEach(workload -> medians.put(workload.name(), Measurement.median(rounds.get(workload.name()))));
        return medians;
    }

    /**
     * The floors are fast from the start; the service is when the JVM's compiler has done its work, which on two busy processors
     * takes a minute or two. So it runs until it gets no faster, or the time for it is over, and says how it went.
     */
    private void warmUp(List<Workload> workloads) throws Exception {
        for (Workload workload : workloads) {
            if (workload != service) {
                Measurement.of(workload, WARM_UP_CLIENTS, options.seconds());
            }
        }
        double fastest = 0;
        for (double spent = 0; spent < options.warmUpSeconds(); spent += WINDOW_SECONDS) {
            double rate =
                    Measurement.of(service, WARM_UP_CLIENTS, WINDOW_SECONDS).perSecond();
            System.out.printf(Locale.ROOT, "  warming up: %.0f certificates/s%n", rate);
            if (spent >= options.warmUpSeconds() / 2 && rate < fastest * STILL_FASTER) {
                return;
            }
            fastest = Math.max(fastest, rate);
        }
    }

    private CertificateRows issueAndRead() throws Exception {
        String idempotencyKey = "bench-" + UUID.randomUUID();
        UUID id = service.issueOne(idempotencyKey);
        for (int i = 0; i < TRIES; i++) {
            try (Connection secure = databases.connect(FloorDatabases.SECURE);
                    Connection core = databases.connect(FloorDatabases.CORE)) {
                CertificateRows rows = CertificateRows.read(secure, core, id, idempotencyKey);
                if (rows.isComplete()) {
                    return rows;
                }
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new SQLException("the rows of certificate " + id + " did not all appear");
    }

    private void waitUntilReady() throws Exception {
        for (int i = 0; i < TRIES; i++) {
            if (service.isReady()) {
                return;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new IOException("the service did not become ready again");
    }
}
