package dev.clm.api.coordination.clock;

import static dev.clm.migrations.ClmDatabase.CORE;
import static dev.clm.migrations.ClmDatabase.SECURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Answer;
import dev.clm.api.testing.MovedClock;
import dev.clm.api.testing.RestorableDatabases;
import dev.clm.api.testing.TestCsr;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.identity.administrator.FirstAdministrator;
import dev.clm.core.identity.administrator.NewAdministrator;
import dev.clm.migrations.ClmDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** A1: two instances on the same databases, one of which believes in another time. */
@Tag("T7")
@TestInstance(Lifecycle.PER_CLASS)
class WrongClockIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> SETTINGS = Map.of("CLM_CHECKPOINT_INTERVAL", "1s");
    private static final String LATEST = "select count(*) from certificate_revocation_lists where this_update > now()";

    private final MovedClock clock = new MovedClock();
    private RestorableDatabases databases;
    private ConfigurableApplicationContext good;
    private ConfigurableApplicationContext wrong;
    private String apiKey;

    @BeforeAll
    void serve(@TempDir Path folder) {
        databases = new RestorableDatabases(folder);
        good = databases.serve(SETTINGS);
        wrong = databases.serve(SETTINGS, clock);
        apiKey = new FirstAdministrator(good.getBean(CoreDatabase.class))
                .create(new NewAdministrator("clock", "Clock", "clock", "clock@clm.invalid"))
                .apiKey()
                .reveal();
        String root = send(good, "POST", "/api/v1/certificate-authorities", authority("Clock Root"))
                .expect(201)
                .text("id");
        send(
                        good,
                        "POST",
                        "/api/v1/certificate-authorities",
                        Map.of("name", "issuing", "subject", Map.of("common_name", "Clock Issuing"), "issuer_id", root))
                .expect(201);
    }

    @AfterAll
    void stop() {
        clock.move(Duration.ZERO);
        wrong.close();
        good.close();
        databases.close();
    }

    @Test
    void aWrongClockStopsSigningAndReadinessOfItsInstanceAloneAndForAsLongAsItIsWrong() {
        issue(wrong).expect(201);
        for (Duration off : new Duration[] {Duration.ofDays(8), Duration.ofDays(-400)}) {
            clock.move(off);
            issue(wrong).expect(503, "clocks_differ");
            send(wrong, "POST", "/api/v1/certificate-authorities", authority("Other Root"))
                    .expect(503, "clocks_differ");
            assertThat(send(wrong, "GET", "/actuator/health/readiness", null).status())
                    .isEqualTo(503);
            send(wrong, "GET", "/api/v1/certificates", null).expect(200);
            issue(good).expect(201);
            assertThat(send(good, "GET", "/actuator/health/readiness", null).status())
                    .isEqualTo(200);
            clock.move(off.negated());
            issue(wrong).expect(201);
            assertThat(send(wrong, "GET", "/actuator/health/readiness", null).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void theMetricSaysHowFarThisMachineIsAheadOfEachDatabase() {
        clock.move(Duration.ofHours(1));
        String metrics =
                send(wrong, "GET", "/actuator/prometheus", null).expect(200).text();
        clock.move(Duration.ofHours(-1));
        for (ClmDatabase database : ClmDatabase.values()) {
            assertThat(metrics)
                    .containsPattern("clm_clock_offset_seconds\\{[^}]*database=\"" + database.databaseName()
                            + "\"[^}]*} (3599|3600|3601)\\.");
        }
    }

    @Test
    void anInstanceFourHundredDaysAheadForgetsPublishesAndPlansNothing() {
        databases.value(CORE, "update restore_checkpoints set taken_at = now() - interval '20 days'");
        databases.value(SECURE, "update outbox set done_at = now() - interval '10 days' where state = 'done'");
        String pairs = "select count(*) from restore_checkpoints where taken_at < now() - interval '19 days'";
        String events = "select count(*) from outbox where done_at < now() - interval '9 days'";
        String pairsBefore = databases.value(CORE, pairs);
        String eventsBefore = databases.value(SECURE, events);
        assertThat(pairsBefore).isNotEqualTo("0");
        assertThat(eventsBefore).isNotEqualTo("0");

        clock.move(Duration.ofDays(400));
        databases.value(
                CORE, "update scheduled_tasks set execution_time = now(), version = version + 1 where not picked");
        await().pollDelay(Duration.ofSeconds(15)).atMost(Duration.ofMinutes(1)).until(() -> true);
        String ahead = databases.value(
                CORE,
                "select string_agg(task_name, ',') from scheduled_tasks where execution_time > now() + interval '1 day'");
        clock.move(Duration.ofDays(-400));

        assertThat(ahead).isNull();
        assertThat(databases.value(CORE, pairs)).isEqualTo(pairsBefore);
        assertThat(databases.value(SECURE, events)).isEqualTo(eventsBefore);
        assertThat(databases.value(SECURE, LATEST)).isEqualTo("0");
    }

    /** Creating a user signs nothing, and is answered; the answer is kept for a day by the database's clock. */
    @Test
    void anAnswerIsKeptForADayWhateverTheInstanceBelieves() {
        clock.move(Duration.ofDays(400));
        send(wrong, "POST", "/api/v1/users", Map.of("username", "kept", "email", "kept@clm.invalid"), "kept-answer")
                .expect(201);
        clock.move(Duration.ofDays(-400));
        assertThat(databases.value(
                        CORE,
                        "select expires_at between now() + interval '23 hours' and now() + interval '25 hours'"
                                + " from idempotency_keys where idempotency_key = 'kept-answer'"))
                .isEqualTo("t");
    }

    /** Revoking signs nothing and is answered; a list that dates it in another year would not be believed before then. */
    @Test
    void whatAWrongInstanceRevokesIsDatedByTheDatabase() {
        String ahead = issue(good).expect(201).text("id");
        String behind = issue(good).expect(201).text("id");
        String invalidSince = Instant.now().minusSeconds(60).toString();

        clock.move(Duration.ofDays(400));
        send(wrong, "POST", "/api/v1/certificates/" + ahead + "/revoke", Map.of("reason", "superseded"))
                .expect(200);
        clock.move(Duration.ofDays(-800));
        send(
                        wrong,
                        "POST",
                        "/api/v1/certificates/" + behind + "/revoke",
                        Map.of("reason", "superseded", "invalidity_date", invalidSince))
                .expect(200);
        clock.move(Duration.ofDays(400));

        assertThat(databases.value(
                        SECURE,
                        "select count(*) from certificates c join certificate_revocations r on r.certificate_id = c.id"
                                + " where c.id in ('" + ahead + "', '" + behind + "')"
                                + " and c.revoked_at between now() - interval '5 minutes' and now()"
                                + " and r.revocation_date = c.revoked_at"))
                .isEqualTo("2");
    }

    /** What is kept for a second must not be kept for 400 days where the clock is set back. */
    @Test
    void aFileThatWasKeptUnderAClockAheadIsLookedUpAgainWhenTheClockIsSetBack() {
        clock.move(Duration.ofDays(400));
        byte[] before =
                send(wrong, "GET", "/pki/issuing/crl.der", null).expect(200).body();
        clock.move(Duration.ofDays(-400));
        String id = issue(good).expect(201).text("id");
        send(good, "POST", "/api/v1/certificates/" + id + "/revoke", Map.of("reason", "superseded"))
                .expect(200);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !Arrays.equals(
                        before, send(wrong, "GET", "/pki/issuing/crl.der", null).body()));
    }

    /** As a release without this rule leaves it, or a database whose own clock was wrong. */
    @Test
    void jobsThatWerePlannedForAnotherYearArePulledBackAndTakenOverFromTheDead() {
        databases.value(
                CORE,
                "update scheduled_tasks set execution_time = now() + interval '400 days', version = version + 1"
                        + " where not picked and task_name <> 'crl-cleaning'");
        databases.value(
                CORE,
                "update scheduled_tasks set picked = true, picked_by = 'dead', version = version + 1,"
                        + " execution_time = now(), last_heartbeat = now() + interval '400 days'"
                        + " where task_name = 'crl-cleaning'");
        await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> databases.value(
                                CORE,
                                "select count(*) from scheduled_tasks where execution_time > now() + interval '25 hours'"
                                        + " or last_heartbeat > now() + interval '1 minute'"),
                        "0"::equals);
    }

    private Answer issue(ConfigurableApplicationContext instance) {
        return send(
                instance,
                "POST",
                "/api/v1/certificates",
                Map.of("csr", TestCsr.p256("c.example").pem()));
    }

    private static Map<String, ?> authority(String name) {
        return Map.of("name", name.toLowerCase().replace(' ', '-'), "subject", Map.of("common_name", name));
    }

    private Answer send(ConfigurableApplicationContext instance, String method, String path, Object body) {
        return send(instance, method, path, body, UUID.randomUUID().toString());
    }

    private Answer send(
            ConfigurableApplicationContext instance, String method, String path, Object body, String idempotencyKey) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(RestorableDatabases.url(instance) + path))
                .header("Authorization", "Bearer " + apiKey)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .method(
                        method,
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(JSON.writeValueAsString(body)));
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
