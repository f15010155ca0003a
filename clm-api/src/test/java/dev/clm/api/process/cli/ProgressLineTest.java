package dev.clm.api.process.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

@Tag("K3")
class ProgressLineTest {

    @Test
    void barRateAndTimeLeftAreShownWhileRowsMove() {
        assertThat(line("""
                {"phase":"re_encrypting","total":200,"done":99,"failed":1,"paused_at":null,
                 "rate_per_second":25.4,"eta_seconds":4}"""))
                .isEqualTo("[###############...............]  50 %  100 of 200 rows moved, 25/s, 4 s left");
    }

    @Test
    void aRotationOfNothingIsDone() {
        assertThat(line("""
                {"phase":"ended","total":0,"done":0,"failed":0,"paused_at":null,"rate_per_second":0,
                 "eta_seconds":null}""")).startsWith("[##############################] 100 %");
    }

    @Test
    void pausedAndVerifyingRotationsSaySo() {
        assertThat(line("{\"phase\":\"re_encrypting\",\"total\":2,\"done\":1,\"paused_at\":\"2026-01-01T00:00:00Z\"}"))
                .endsWith("paused");
        assertThat(line("{\"phase\":\"verifying\",\"total\":4,\"done\":4,\"verified\":3,\"paused_at\":null}"))
                .contains(" 75 %")
                .endsWith("verified");
    }

    private static String line(String rotation) {
        return ProgressLine.of(new JsonMapper().readTree(rotation)).strip();
    }
}
