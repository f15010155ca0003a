package dev.clm.api.coordination.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.Rows;
import dev.clm.api.testing.Tenant;
import dev.clm.common.coordination.EventType;
import dev.clm.common.identifier.Identifiers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@Tag("X4")
class OutboxIT {
    private static final String OUTBOX = "/api/v1/outbox";
    private static final Tenant TENANT = Tenant.create();

    @Test
    void bothDirectionsAreShownAndBlockedEventsArePaged() {
        UUID outgoing = blocked("clm_secure_db");
        UUID incoming = blocked("clm_core_db");

        JsonNode report = TENANT.administrator().get(OUTBOX).expect(200).json();
        for (String direction : List.of("secure_to_core", "core_to_secure")) {
            assertThat(report.at("/" + direction + "/blocked").asInt())
                    .as(direction)
                    .isPositive();
            assertThat(report.at("/" + direction + "/pending").isInt()).isTrue();
            assertThat(report.at("/" + direction + "/oldest_pending_seconds").isNumber())
                    .isTrue();
        }
        assertThat(allPages())
                .contains(outgoing.toString(), incoming.toString())
                .doesNotHaveDuplicates();
        remove(outgoing, incoming);
    }

    @Test
    void unblockedEventIsTriedAgain() {
        UUID event = blocked("clm_core_db");

        TENANT.administrator().post(OUTBOX + "/" + event + "/unblock", Map.of()).expect(204);
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(Rows.countCore("outbox where id = ? and state = 'done'", event))
                        .isEqualTo(1));
        TENANT.administrator().post(OUTBOX + "/" + event + "/unblock", Map.of()).expect(404);
    }

    @Test
    void onlyWhoMayDoEverythingSeesIt() {
        TENANT.caller("CERT_ADMIN").get(OUTBOX).expect(403);
        TENANT.caller("CERT_ADMIN")
                .post(OUTBOX + "/" + Identifiers.next() + "/unblock", Map.of())
                .expect(403);
    }

    @Test
    void unknownCursorsAndLimitsAreRefused() {
        TENANT.administrator().get(OUTBOX + "?limit=0").expect(400);
        TENANT.administrator().get(OUTBOX + "?cursor=x").expect(400);
    }

    /** Of a row that never was: applying it changes nothing. */
    private static UUID blocked(String database) {
        UUID id = Identifiers.next();
        String insert = "insert into outbox (id, organization_id, aggregate_id, event_type, payload, state, attempts)"
                + " values (?, ?, ?, ?, '{}', 'blocked', 20)";
        UUID organization = TENANT.administrator().organizationId();
        if ("clm_core_db".equals(database)) {
            Rows.core(insert, id, organization, Identifiers.next(), EventType.USER_RESTORED.code());
        } else {
            Rows.secure(insert, id, organization, Identifiers.next(), EventType.CERTIFICATE_REQUEST_RESTORED.code());
        }
        return id;
    }

    private static void remove(UUID outgoing, UUID incoming) {
        Rows.secure("delete from outbox where id = ?", outgoing);
        Rows.core("delete from outbox where id = ?", incoming);
    }

    private static List<String> allPages() {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = TENANT.administrator()
                    .get(OUTBOX + "?limit=1" + cursor)
                    .expect(200)
                    .json()
                    .get("blocked_events");
            page.get("items").forEach(item -> ids.add(item.get("id").asString()));
            cursor = page.get("next_cursor").isNull()
                    ? ""
                    : "&cursor=" + page.get("next_cursor").asString();
        } while (!cursor.isEmpty());
        return ids;
    }
}
