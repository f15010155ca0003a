package dev.clm.api.oversight.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Bodies;
import dev.clm.api.testing.ConsoleLines;
import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Scrape;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

@Tag("M3")
@Tag("T3")
@Tag("C5")
class DatabaseOutageIT {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Duration SOON = Duration.ofSeconds(10);
    /** Requests that are refused, each after five seconds; meanwhile jobs fail, too. */
    private static final int MORE = 2;
    /** The scheduler measures by the wall clock, which a machine may set back by milliseconds. */
    private static final String OF_A_CLOCK_SET_BACK =
            ".* AbstractTimer .*|.*Timer measurements cannot be negative|\\tat .*";

    /** The shared service beside this one goes on with what other tests have planted. */
    private static final String OF_PLANTED_ROWS = ".* was not published: (IllegalArgumentException|INTERNAL)";

    private static RunningService service;
    private ConsoleLines console;

    @BeforeAll
    static void start() {
        service = RunningService.start();
    }

    @BeforeEach
    void listen() {
        console = new ConsoleLines();
    }

    @AfterEach
    void hear() {
        console.close();
    }

    @AfterAll
    static void stop() {
        service.context().close();
    }

    @Test
    void withoutTheCoreDatabaseRequestsThatNeedItAreUnavailableAndItRecoversByItself() throws Exception {
        takeAway("clm_core_db");
        awaitReadiness(503);
        HttpResponse<String> refused = service.get("/api/v1/probe");
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.body()).contains("\"code\":\"unavailable\"");
        assertThat(status("/actuator/health/liveness")).isEqualTo(200);
        for (int i = 0; i < MORE; i++) {
            assertThat(service.get("/api/v1/probe").statusCode()).isEqualTo(503);
        }
        assertThat(service.send(service.request("/actuator/prometheus")
                                .header("Authorization", "Bearer " + service.metricsToken()))
                        .body())
                .contains("status=\"503\"");

        giveBack("clm_core_db");
        awaitReadiness(200);
        assertThat(service.get("/api/v1/probe").statusCode()).isEqualTo(200);
        assertToldOnce("clm_core_db");
    }

    @Test
    void withoutTheSecureDatabaseRequestsThatDoNotNeedItGoOn() throws Exception {
        await().atMost(LONG).until(() -> privateKeys() >= 0);
        takeAway("clm_secure_db");
        awaitReadiness(503);
        assertThat(privateKeys()).isNotNegative();
        assertThat(service.get("/api/v1/probe").statusCode()).isEqualTo(200);

        giveBack("clm_secure_db");
        awaitReadiness(200);
        assertToldOnce("clm_secure_db");
    }

    /** As after a failover to a standby, with connections that live on when there is a primary again. */
    @Test
    void connectionsThatTakeNoWritesAreGivenUpOnceAnyIsSeenToTakeNone() throws Exception {
        assertThat(createPolicy()).isEqualTo(201);
        execute("alter database clm_core_db set default_transaction_read_only = on");
        endSessions("clm_core_db");
        try {
            awaitReadiness(503);
            assertThat(createPolicy()).isEqualTo(503);
            assertThat(status("/actuator/health/liveness")).isEqualTo(200);
        } finally {
            execute("alter database clm_core_db reset default_transaction_read_only");
        }
        patiently().atMost(SOON).untilAsserted(() -> {
            assertThat(service.get("/api/v1/probe").statusCode()).isEqualTo(200);
            assertThat(createPolicy()).isEqualTo(201);
        });
        awaitReadiness(200);
        endSessions("clm_core_db");
        awaitToldOver("clm_core_db");
    }

    /** The log has one line when it begins and one when it is over, and at most one a minute in between (C5). */
    private void assertToldOnce(String database) {
        awaitToldOver(database);
        List<String> lines = console.lines().stream()
                .filter(line -> !line.matches(OF_PLANTED_ROWS) && !line.matches(OF_A_CLOCK_SET_BACK))
                .toList();
        assertThat(lines.get(0)).contains(database + " is not available: ");
        assertThat(lines.get(lines.size() - 1)).contains(database + " is available again, after ");
        assertThat(lines.subList(1, lines.size() - 1))
                .hasSizeLessThan(4)
                .allMatch(line -> line.contains(database + " has not been available for "));
    }

    /** What was counted before is served, whatever is away. */
    private static double privateKeys() {
        return Scrape.of(service).series().getOrDefault("clm_private_keys{status=\"in_use\"}", Double.NaN);
    }

    private void awaitToldOver(String database) {
        patiently()
                .until(() ->
                        console.lines().stream().anyMatch(line -> line.contains(database + " is available again")));
    }

    /** The scheduler's own threads die of a database that only reads, and others take their place. */
    private static ConditionFactory patiently() {
        return await().dontCatchUncaughtExceptions().atMost(LONG);
    }

    private static int createPolicy() {
        return service.post(Bodies.POLICIES, new JsonMapper().writeValueAsString(Bodies.policy(Map.of())))
                .statusCode();
    }

    private static void awaitReadiness(int status) {
        patiently()
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () -> assertThat(status("/actuator/health/readiness")).isEqualTo(status));
    }

    private static int status(String path) {
        return service.send(service.request(path)).statusCode();
    }

    private static void takeAway(String database) throws SQLException, IOException {
        execute("alter database " + database + " with allow_connections false");
        endSessions(database);
    }

    private static void endSessions(String database) throws SQLException, IOException {
        execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database + "'");
    }

    private static void giveBack(String database) throws SQLException, IOException {
        execute("alter database " + database + " with allow_connections true");
    }

    private static void execute(String sql) throws SQLException, IOException {
        try (Connection connection = service.superuser("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
