package dev.clm.api.coordination.sweep;

import dev.clm.api.coordination.reference.CrossDatabaseReference;
import dev.clm.core.coordination.Fault;
import dev.clm.core.coordination.IntegrityFinding;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What is wrong with given rows at this moment: told the same way when they are found, confirmed and repaired. */
final class FaultCheck {
    private final CertificatePairs pairs;
    private final ReferenceScan references;

    FaultCheck(CertificatePairs pairs, ReferenceScan references) {
        this.pairs = pairs;
        this.references = references;
    }

    List<Fault> check(CrossDatabaseReference reference, Collection<UUID> rowIds) {
        return reference == CrossDatabaseReference.METADATA_CERTIFICATE
                ? pairs.check(rowIds)
                : references.check(reference, rowIds);
    }

    /** Those of the findings' faults that are still there. */
    List<Fault> stillThere(Collection<IntegrityFinding> findings) {
        Map<CrossDatabaseReference, List<IntegrityFinding>> byReference =
                findings.stream().collect(Collectors.groupingBy(RowRepair::reference));
        return byReference.entrySet().stream()
                .flatMap(group -> check(group.getKey(), rowIds(group.getValue())).stream())
                .filter(fault -> findings.stream().anyMatch(f -> f.fault().isSameAs(fault)))
                .toList();
    }

    private static List<UUID> rowIds(List<IntegrityFinding> findings) {
        return findings.stream().map(f -> f.fault().rowId()).distinct().toList();
    }
}
