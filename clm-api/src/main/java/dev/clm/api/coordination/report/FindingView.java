package dev.clm.api.coordination.report;

import dev.clm.api.coordination.reference.CrossDatabaseReference;
import dev.clm.api.coordination.sweep.Remedy;
import dev.clm.api.http.description.Codes;
import dev.clm.core.coordination.FaultKind;
import dev.clm.core.coordination.FindingState;
import dev.clm.core.coordination.IntegrityFinding;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A finding on the wire.
 *
 * @param reference table and column
 * @param rowId of certificate_metadata, its certificate_id
 * @param remedy what a repair does
 */
@Schema(name = "IntegrityFinding")
public record FindingView(
        UUID id,
        UUID runId,
        String reference,
        @Codes(of = FaultKind.class) String kind,
        UUID rowId,
        @Nullable UUID organizationId,
        @Nullable UUID targetId,
        List<String> differingColumns,
        String remedy,
        @Codes(of = FindingState.class) String state,
        Instant firstSeen,
        Instant lastSeen,
        Instant changedAt,
        @Nullable String lastError) {

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
