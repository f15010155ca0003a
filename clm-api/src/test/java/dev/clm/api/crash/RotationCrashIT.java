package dev.clm.api.crash;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two crashes of the service and one of PostgreSQL in the middle of rotations; {@link RepeatedRotationCrashIT} has hundreds. */
@Tag("K3")
class RotationCrashIT {

    @Test
    void everyKeyOpensAndEveryRotationComesToItsEndAfterCrashes() throws IOException {
        try (RotationCrashes crashes = new RotationCrashes()) {
            crashes.killService("rotation.3.within:2");
            crashes.killService("rotation.4.after");
            crashes.crashPostgres();
            crashes.settle();
        }
    }
}
