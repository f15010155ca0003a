package dev.clm.api.oversight.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.RunningService;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OversightIT {
    private final RunningService service = RunningService.shared();

    @Test
    void healthIsPublicAndSaysNoMoreThanItsStatus() {
        for (String path : new String[] {"/actuator/health/liveness", "/actuator/health/readiness"}) {
            HttpResponse<String> response = service.send(service.request(path));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("{\"status\":\"UP\"}");
        }
    }

    @Test
    @Tag("C1")
    void metricsOfAllFourPoolsAreExposedToWhoMayReadThem() {
        HttpResponse<String> response = service.get("/actuator/prometheus");
        assertThat(response.statusCode()).isEqualTo(200);
        for (String pool :
                new String[] {"clm-secure", "clm-secure-service", "clm-core", "clm-core-service", "clm-core-credentials"
                }) {
            assertThat(response.body()).contains("hikaricp_connections_max{pool=\"" + pool + "\"}");
        }
    }

    @Test
    void otherEndpointsOfTheFrameworkAreNotThere() {
        for (String path : new String[] {"/actuator", "/actuator/env", "/actuator/beans", "/actuator/shutdown"}) {
            assertThat(service.get(path).statusCode()).as(path).isEqualTo(404);
        }
    }
}
