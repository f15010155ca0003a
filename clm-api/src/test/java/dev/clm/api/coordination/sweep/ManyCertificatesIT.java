package dev.clm.api.coordination.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.coordination.sweep.GeneratedCertificates.Plan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * As many certificates as `-Dsweep.certificates` says, with `-Dsweep.faults` of every kind: all are found, none is invented.
 * How long that takes is measured by `bench/run --sweep`.
 */
@Tag("X5")
class ManyCertificatesIT {
    private static final int CERTIFICATES = Integer.getInteger("sweep.certificates", 4_000);
    private static final int FAULTS = Integer.getInteger("sweep.faults", 5);

    private final TestSweep sweep = new TestSweep(Duration.ofHours(1));
    private final GeneratedCertificates rows = new GeneratedCertificates(CERTIFICATES);

    @Test
    void everyPlantedFaultIsFoundAndNoneIsInvented() {
        rows.insert();
        sweep.run();
        assertThat(rows.found()).isZero();

        List<Plan> plans = rows.plans();
        for (int i = 0; i < plans.size(); i++) {
            rows.plant(plans.get(i), i, FAULTS);
        }
        GeneratedCertificates.analyze();
        sweep.run();

        for (int i = 0; i < plans.size(); i++) {
            assertThat(rows.found(plans.get(i), i, FAULTS))
                    .as(plans.get(i).toString())
                    .isEqualTo(FAULTS);
        }
        assertThat(rows.found()).isEqualTo((long) plans.size() * FAULTS);
    }
}
