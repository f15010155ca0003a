package dev.clm.api.http.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.ProbeController;
import dev.clm.api.testing.RunningService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A port of their own for those who ask how the service is. */
@Tag("A4")
class ManagementPortIT {
    /** More than Tomcat has threads for. */
    private static final int HELD = 250;

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final RunningService SERVICE = RunningService.shared();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @Test
    void healthIsAnsweredWhileEveryThreadOfTheOtherPortIsTaken() throws Exception {
        List<CompletableFuture<HttpResponse<Void>>> held = new ArrayList<>();
        try {
            for (int i = 0; i < HELD; i++) {
                held.add(CLIENT.sendAsync(
                        SERVICE.authorized("/api/v1/probe/held").build(), BodyHandlers.discarding()));
            }
            while (ProbeController.HELD.getQueueLength() < RunningRequests.MOST) {
                Thread.sleep(10);
            }
            assertThat(management("/actuator/health/liveness").statusCode()).isEqualTo(200);
            assertThat(management("/actuator/health/readiness").statusCode()).isEqualTo(200);
        } finally {
            ProbeController.HELD.release(HELD);
        }
        CompletableFuture.allOf(held.toArray(CompletableFuture[]::new)).join();
        ProbeController.HELD.drainPermits();
    }

    @Test
    void nothingElseIsAnsweredThere() throws Exception {
        for (String path : List.of(
                "/api/v1/probe",
                "/",
                "/%61pi/v1/probe",
                "/pki/development-root/ca.pem",
                "/v3/api-docs",
                "/actuatorx")) {
            HttpResponse<String> answer = management(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).as(path).contains("\"code\":\"not_found\"");
        }
        assertThat(management("/actuator/prometheus").statusCode()).isEqualTo(401);
        assertThat(SERVICE.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> management(String path) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVICE.managementPort() + path))
                        .timeout(SOON)
                        .build(),
                BodyHandlers.ofString());
    }
}
