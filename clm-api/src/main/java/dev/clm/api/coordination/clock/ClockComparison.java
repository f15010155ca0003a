package dev.clm.api.coordination.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What three clocks say at one moment (requirement T7). A database that never answered is empty: being away is not being wrong.
 *
 * @param uncertainty how wrong what is known of the databases may be
 */
record ClockComparison(Instant machine, Optional<Instant> secure, Optional<Instant> core, Duration uncertainty) {
    private static final String SECURE = "clm_secure_db's clock";
    private static final String CORE = "clm_core_db's clock";

    /** Says which clocks differ by more than `tolerance` for certain; empty where none do. */
    Optional<String> fault(Duration tolerance) {
        Duration allowed = tolerance.plus(uncertainty);
        List<String> faults = new ArrayList<>();
        secure.ifPresent(time -> compare("this machine's clock", machine, SECURE, time, allowed, faults));
        core.ifPresent(time -> compare("this machine's clock", machine, CORE, time, allowed, faults));
        if (secure.isPresent() && core.isPresent()) {
            compare(CORE, core.get(), SECURE, secure.get(), allowed, faults);
        }
        return faults.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", faults));
    }

    private static void compare(
            String one, Instant its, String other, Instant theirs, Duration allowed, List<String> faults) {
        Duration ahead = Duration.between(theirs, its);
        if (ahead.abs().compareTo(allowed) > 0) {
            faults.add(one + " is " + ahead.abs().toSeconds() + " s " + (ahead.isNegative() ? "behind " : "ahead of ")
                    + other);
        }
    }
}
