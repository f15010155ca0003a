package dev.clm.api.coordination.sweep;

import dev.clm.api.coordination.reference.CrossDatabaseReference;
import dev.clm.common.coordination.CertificateCopy;
import dev.clm.core.coordination.Fault;
import dev.clm.core.coordination.FaultKind;
import dev.clm.core.database.CoreTransaction;
import dev.clm.secure.database.SecureTransaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether certificates and their metadata agree, for given ids (requirement X5). */
final class CertificatePairs {
    private static final String ORGANIZATION = "organization_id";
    private static final String DELETED = "deleted_at";

    private final DatabaseSide<SecureTransaction> secure;
    private final DatabaseSide<CoreTransaction> core;

    CertificatePairs(DatabaseSide<SecureTransaction> secure, DatabaseSide<CoreTransaction> core) {
        this.secure = secure;
        this.core = core;
    }

    /**
     * The faults as they are now. A certificate that changed between two looks, or about which an event is still on its way,
     * has none: that is traffic.
     */
    List<Fault> check(Collection<UUID> ids) {
        Map<UUID, CertificateCopy> before =
                byId(secure.read(tx -> secure.digests().copies(tx, ids)));
        Map<UUID, CertificateCopy> metadata =
                byId(core.read(tx -> core.digests().copies(tx, ids)));
        Look after = secure.read(tx ->
                new Look(byId(secure.digests().copies(tx, ids)), secure.rows().inFlight(tx, ids)));
        List<Fault> faults = new ArrayList<>();
        for (UUID id : ids) {
            CertificateCopy certificate = after.copies().get(id);
            if (Objects.equals(before.get(id), certificate) && !after.inFlight().contains(id)) {
                faults.addAll(faults(certificate, metadata.get(id)));
            }
        }
        return faults;
    }

    private record Look(Map<UUID, CertificateCopy> copies, Set<UUID> inFlight) {}

    private static List<Fault> faults(CertificateCopy certificate, CertificateCopy metadata) {
        if (certificate != null && metadata != null) {
            return differences(certificate, metadata);
        }
        if (certificate != null) {
            return List.of(fault(FaultKind.COUNTERPART_MISSING, certificate, List.of()));
        }
        return metadata != null && metadata.isLive()
                ? List.of(fault(FaultKind.TARGET_MISSING, metadata, List.of()))
                : List.of();
    }

    private static List<Fault> differences(CertificateCopy certificate, CertificateCopy metadata) {
        List<String> columns = new ArrayList<>(certificate.differences(metadata));
        List<Fault> faults = new ArrayList<>();
        if (columns.remove(ORGANIZATION)) {
            faults.add(fault(FaultKind.OTHER_TENANT, certificate, List.of(ORGANIZATION)));
        }
        if (!certificate.isLive() && columns.remove(DELETED)) {
            faults.add(fault(FaultKind.TARGET_DELETED, certificate, List.of(DELETED)));
        }
        if (!columns.isEmpty()) {
            faults.add(fault(FaultKind.COPIES_DIFFER, certificate, columns));
        }
        return faults;
    }

    private static Fault fault(FaultKind kind, CertificateCopy copy, List<String> columns) {
        return new Fault(
                CrossDatabaseReference.METADATA_CERTIFICATE.name(),
                kind,
                copy.id(),
                copy.organizationId(),
                copy.id(),
                columns);
    }

    private static Map<UUID, CertificateCopy> byId(List<CertificateCopy> copies) {
        return copies.stream().collect(Collectors.toMap(CertificateCopy::id, Function.identity()));
    }
}
