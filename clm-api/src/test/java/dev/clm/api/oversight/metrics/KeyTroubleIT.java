package dev.clm.api.oversight.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Scrape;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Issue lines A3, A5: keys that somebody has to look after show in health and in the metrics, and the service goes on. On a
 * service of its own, where nothing else is in trouble.
 */
@Tag("C7")
@Tag("K7")
class KeyTroubleIT {
    private static final String SILENT = "clm_authorities_unable_to_sign";
    private static final String FAILING = "clm_key_rotations_failing";
    private static final RunningService SERVICE = RunningService.start();

    private static UUID authority;

    @BeforeAll
    static void makeAnAuthority() {
        HttpResponse<String> made = SERVICE.post(
                "/api/v1/certificate-authorities",
                "{\"name\":\"troubled\",\"subject\":{\"common_name\":\"troubled\"},\"validity_days\":3650}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        authority = UUID.fromString(
                new JsonMapper().readTree(made.body()).path("id").asString());
    }

    @AfterAll
    static void stop() {
        SERVICE.context().close();
    }

    @Test
    @Tag("keys-A3")
    void anAuthorityThatCannotSignDegradesHealthUntilItSigns() throws Exception {
        awaitHealth("UP");
        assertThat(refreshed().value(SILENT)).isZero();
        flipABit();
        makeListDue();

        awaitHealth("DEGRADED");
        assertThat(SERVICE.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(refreshed().value(SILENT)).isEqualTo(1);

        flipABit();
        makeListDue();
        awaitHealth("UP");
        assertThat(refreshed().value(SILENT)).isZero();
    }

    @Test
    @Tag("keys-A5")
    void aRotationThatFailedThreeTimesDegradesHealthUntilItEnds() throws Exception {
        awaitHealth("UP");
        UUID rotation = pausedRotation();
        change("update key_rotations set failed_attempts = 2 where id = ?", rotation);
        assertThat(refreshed().value(FAILING)).isZero();
        change("update key_rotations set failed_attempts = 3 where id = ?", rotation);

        awaitHealth("DEGRADED");
        assertThat(SERVICE.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(refreshed().value(FAILING)).isEqualTo(1);

        change("update key_rotations set phase = 'ended' where id = ?", rotation);
        awaitHealth("UP");
        assertThat(refreshed().value(FAILING)).isZero();
    }

    /** Until the indicator asks again, which it does every few seconds. */
    private static void awaitHealth(String status) {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            HttpResponse<String> health = SERVICE.get("/actuator/health");
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(new JsonMapper().readTree(health.body()).path("status").asString())
                    .isEqualTo(status);
        });
    }

    private static Scrape refreshed() {
        SERVICE.context().getBeansOfType(Figures.class).values().forEach(figures -> ((Figures<?>) figures).refresh());
        return Scrape.of(SERVICE);
    }

    private static void flipABit() throws SQLException, IOException {
        change(
                "update private_keys set encrypted_key_material = set_byte(encrypted_key_material, 7,"
                        + " get_byte(encrypted_key_material, 7) # 1) where certificate_id = ?",
                authority);
    }

    /** As after a day. */
    private static void makeListDue() throws SQLException, IOException {
        change(
                "update crl_publications set next_update = now(), claimed_until = '-infinity', published_at = now() -"
                        + " interval '1 day' where authority_id = (select id from certificate_authorities"
                        + " where certificate_id = ?)",
                authority);
    }

    /** Of the authority's data key to itself, so that nothing is there to be moved. */
    private static UUID pausedRotation() throws SQLException, IOException {
        UUID rotation = UUID.randomUUID();
        change(
                "insert into key_rotation_history (id, old_key_id, new_key_id, rotation_type, rotation_started_at,"
                        + " initiated_by_user_id, organization_id) select ?, k.id, k.id, 'manual', now(),"
                        + " k.created_by_user_id, k.organization_id from encryption_keys k join private_keys p"
                        + " on p.encryption_key_id = k.id where p.certificate_id = ?",
                rotation,
                authority);
        change(
                "insert into key_rotations (id, organization_id, purpose, paused_at) select h.id, h.organization_id,"
                        + " 'authority', now() from key_rotation_history h where h.id = ?",
                rotation);
        return rotation;
    }

    private static void change(String sql, Object... values) throws SQLException, IOException {
        try (Connection connection = SERVICE.superuser("clm_secure_db");
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            assertThat(statement.executeUpdate()).as(sql).isPositive();
        }
    }
}
