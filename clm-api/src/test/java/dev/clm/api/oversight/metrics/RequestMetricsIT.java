package dev.clm.api.oversight.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.RunningService;
import dev.clm.api.testing.Scrape;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C7")
class RequestMetricsIT {
    private static final String COUNT = "http_server_requests_seconds_count";
    private static final String TOO_LARGE = "x".repeat((1 << 20) + 1);
    private static final RunningService SERVICE = RunningService.shared();

    /** Filters refuse these, outside of every controller. */
    @Test
    void aRequestIsCountedUnderTheStatusThatItsClientGets() {
        Scrape before = Scrape.of(SERVICE);
        assertThat(SERVICE.send(SERVICE.request("/api/v1/certificates").header("Authorization", "Bearer nonsense"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(SERVICE.post("/api/v1/certificates", TOO_LARGE).statusCode()).isEqualTo(413);

        await().untilAsserted(() -> {
            Scrape after = Scrape.of(SERVICE);
            assertThat(grown(before, after, "status=\"401\"")).isEqualTo(1);
            assertThat(grown(before, after, "status=\"413\"")).isEqualTo(1);
        });
        assertThat(grown(before, Scrape.of(SERVICE), "status=\"500\"")).isZero();
    }

    @Test
    void durationsHaveBuckets() {
        SERVICE.get("/api/v1/certificates");
        await().untilAsserted(() -> assertThat(Scrape.of(SERVICE).startingWith("http_server_requests_seconds_bucket{"))
                .anyMatch(one -> one.contains("uri=\"/api/v1/certificates\"") && one.contains("le=\"0.25\"")));
    }

    @Test
    void pathsThatAreNotThereAndIdsHaveNoSeriesOfTheirOwn() {
        ask("warm");
        await().untilAsserted(() -> assertThat(
                        Scrape.of(SERVICE).sum(COUNT, "uri=\"/api/v1/certificates/{id}\"", "status=\"404\""))
                .isPositive());
        Scrape before = Scrape.of(SERVICE);
        for (int i = 0; i < 3; i++) {
            ask(UUID.randomUUID().toString());
        }
        await().untilAsserted(() -> assertThat(
                        grown(before, Scrape.of(SERVICE), "uri=\"/api/v1/certificates/{id}\"", "status=\"404\""))
                .isEqualTo(3));
        assertThat(Scrape.of(SERVICE).startingWith(COUNT))
                .containsExactlyInAnyOrderElementsOf(before.startingWith(COUNT));
    }

    private static void ask(String name) {
        SERVICE.get("/nowhere/" + name);
        SERVICE.get("/api/v1/nowhere/" + name);
        SERVICE.send(SERVICE.authorized("/" + name).method("BREW", BodyPublishers.noBody()));
        SERVICE.get("/api/v1/certificates/" + UUID.randomUUID());
    }

    private static double grown(Scrape before, Scrape after, String... labels) {
        return after.sum(COUNT, labels) - before.sum(COUNT, labels);
    }
}
