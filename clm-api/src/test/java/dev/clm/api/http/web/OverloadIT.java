package dev.clm.api.http.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.ProbeController;
import dev.clm.api.testing.RunningService;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is told to requests that come while as many run as the service takes on. */
@Tag("A4")
class OverloadIT {
    private static final RunningService SERVICE = RunningService.shared();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @Test
    void oneRequestMoreIsRefusedAtOnceAndTakenOnceThereIsAPlace() throws Exception {
        List<CompletableFuture<HttpResponse<Void>>> held = new ArrayList<>();
        try {
            for (int i = 0; i < RunningRequests.MOST; i++) {
                held.add(CLIENT.sendAsync(
                        SERVICE.authorized("/api/v1/probe/held").build(), BodyHandlers.discarding()));
            }
            while (ProbeController.HELD.getQueueLength() < RunningRequests.MOST) {
                assertThat(held).noneMatch(CompletableFuture::isDone);
                Thread.sleep(10);
            }
            HttpResponse<String> refused = SERVICE.get("/api/v1/probe");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("\"code\":\"overloaded\"");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(SERVICE.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        } finally {
            ProbeController.HELD.release(RunningRequests.MOST);
        }
        for (CompletableFuture<HttpResponse<Void>> one : held) {
            assertThat(one.join().statusCode()).isEqualTo(200);
        }
        assertThat(SERVICE.get("/api/v1/probe").statusCode()).isEqualTo(200);
    }
}
