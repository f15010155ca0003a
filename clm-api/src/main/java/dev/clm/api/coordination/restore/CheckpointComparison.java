package dev.clm.api.coordination.restore;

import dev.clm.common.coordination.Checkpoint;
import dev.clm.common.coordination.Fence.OlderDatabase;
import java.util.Optional;

/**
 * What the newest checkpoints of both databases and their exchange of events tell. Pairs are stored in clm_secure_db first
 * and completed there last, so a crash leaves clm_core_db at most one incomplete pair behind.
 *
 * @param secureHasCoreLast whether clm_secure_db has the newest pair of clm_core_db
 * @param coreHasSecureLast the reverse
 * @param forgottenByCore whether clm_secure_db delivered an event that clm_core_db does not know, or has seen a later event
 *     of clm_core_db than that ever gave out
 * @param forgottenBySecure the reverse
 */
record CheckpointComparison(
        Optional<Checkpoint> secureLast,
        Optional<Checkpoint> coreLast,
        boolean secureHasCoreLast,
        boolean coreHasSecureLast,
        boolean forgottenByCore,
        boolean forgottenBySecure) {

    /** Empty where both are of one time. */
    Optional<OlderDatabase> older() {
        boolean secureIsOlder = forgottenBySecure || (coreLast.isPresent() && !secureHasCoreLast);
        boolean coreIsOlder = forgottenByCore || (secureLast.isPresent() && !coreHasSecureLast && !isUnfinished());
        if (secureIsOlder && coreIsOlder) {
            return Optional.of(OlderDatabase.BOTH);
        }
        return secureIsOlder
                ? Optional.of(OlderDatabase.SECURE)
                : Optional.of(OlderDatabase.CORE).filter(core -> coreIsOlder);
    }

    /** Whether the newest pair was begun and not finished: the process that began it died. */
    boolean isUnfinished() {
        return secureLast.filter(last -> !last.isCompleted()).isPresent()
                && (coreHasSecureLast || secureLast.get().number() == numberOf(coreLast) + 1);
    }

    long nextNumber() {
        return Math.max(numberOf(secureLast), numberOf(coreLast)) + 1;
    }

    private static long numberOf(Optional<Checkpoint> checkpoint) {
        return checkpoint.map(Checkpoint::number).orElse(0L);
    }
}
