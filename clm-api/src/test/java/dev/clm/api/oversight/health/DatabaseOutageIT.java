package dev.clm.api.oversight.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.RunningService;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("M3")
@Tag("T3")
class DatabaseOutageIT {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.start();
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

        giveBack("clm_core_db");
        awaitReadiness(200);
        assertThat(service.get("/api/v1/probe").statusCode()).isEqualTo(200);
    }

    @Test
    void withoutTheSecureDatabaseRequestsThatDoNotNeedItGoOn() throws Exception {
        takeAway("clm_secure_db");
        awaitReadiness(503);
        assertThat(service.get("/api/v1/probe").statusCode()).isEqualTo(200);

        giveBack("clm_secure_db");
        awaitReadiness(200);
    }

    private static void awaitReadiness(int status) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () -> assertThat(status("/actuator/health/readiness")).isEqualTo(status));
    }

    private static int status(String path) {
        return service.send(service.request(path)).statusCode();
    }

    private static void takeAway(String database) throws SQLException, IOException {
        execute("alter database " + database + " with allow_connections false");
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
