package dev.clm.api.coordination.restore;

import dev.clm.common.coordination.Fence.OlderDatabase;
import dev.clm.core.coordination.LostCertificate;
import java.util.List;

/**
 * What bringing the two databases together has done.
 *
 * @param older null where nothing was wrong
 * @param eventsDeliveredAgain events that the older database is told once more
 * @param certificatesBroughtForward rows of clm_secure_db that have their last known state again
 * @param revocationsReplayed revocations that clm_secure_db had lost
 * @param departuresRepeated users, organizations, policies and workflows that are deleted (or restored) in clm_core_db again
 * @param lostCertificates those that clm_secure_db has no row of any more, at most 1000; their metadata are kept and marked
 */
public record RestoreReport(
        OlderDatabase older,
        int eventsDeliveredAgain,
        int certificatesBroughtForward,
        int revocationsReplayed,
        int departuresRepeated,
        List<LostCertificate> lostCertificates) {
    static RestoreReport nothing() {
        return new RestoreReport(null, 0, 0, 0, 0, List.of());
    }
}
