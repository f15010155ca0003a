package dev.clm.api.coordination.report;

import dev.clm.api.coordination.reference.CrossDatabaseReference;
import dev.clm.api.coordination.sweep.Remedy;
import dev.clm.core.coordination.IntegrityFinding;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A finding on the wire.
 *
 * @param reference table and column
 * @param rowId of certificate_metadata, its certificate_id
 * @param remedy what a repair does
 */
public record FindingView(
        UUID id,
        UUID runId,
        String reference,
        String kind,
        UUID rowId,
        UUID organizationId,
        UUID targetId,
        List<String> differingColumns,
        String remedy,
        String state,
        Instant firstSeen,
        Instant lastSeen,
        Instant changedAt,
        String lastError) {

    public static FindingView of(IntegrityFinding finding) {
        CrossDatabaseReference reference =
                CrossDatabaseReference.valueOf(finding.fault().reference());
        return new FindingView(
                finding.id(),
                finding.runId(),
                reference.table() + "." + reference.column(),
                finding.fault().kind().code(),
                finding.fault().rowId(),
                finding.fault().organizationId(),
                finding.fault().targetId(),
                finding.fault().columns(),
                Remedy.of(reference, finding.fault().kind()),
                finding.state().code(),
                finding.firstSeen(),
                finding.lastSeen(),
                finding.changedAt(),
                finding.lastError());
    }
}
