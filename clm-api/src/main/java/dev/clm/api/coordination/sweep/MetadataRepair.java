package dev.clm.api.coordination.sweep;

import dev.clm.api.coordination.relay.IssuedEvent;
import dev.clm.common.coordination.CertificateCopy;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.field.Json;
import dev.clm.core.coordination.FaultKind;
import dev.clm.core.coordination.IntegrityFinding;
import dev.clm.core.coordination.MetadataRepairRepository;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.inventory.metadata.CertificateAnnotations;
import dev.clm.core.inventory.metadata.CertificateMetadataRepository;
import dev.clm.secure.certificate.issued.Certificate;
import dev.clm.secure.certificate.issued.CertificateRepository;
import dev.clm.secure.database.SecureTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings certificate_metadata to what the certificate says, which owns every fact they share, and takes that back. What a
 * repair put in the place of what is kept in the finding's undo, column by column.
 */
final class MetadataRepair {
    private static final String BEFORE = "before";
    private static final String AFTER = "after";
    private static final List<String> DELETED = List.of("deleted_at");

    private final DatabaseSide<SecureTransaction> secure;
    private final DatabaseSide<CoreTransaction> core;
    private final CertificateRepository certificates;
    private final CertificateMetadataRepository metadata;
    private final MetadataRepairRepository repairs;

    MetadataRepair(
            DatabaseSide<SecureTransaction> secure,
            DatabaseSide<CoreTransaction> core,
            CertificateRepository certificates,
            CertificateMetadataRepository metadata,
            MetadataRepairRepository repairs) {
        this.secure = secure;
        this.core = core;
        this.certificates = certificates;
        this.metadata = metadata;
        this.repairs = repairs;
    }

    /** What takes the repair back; empty where there is nothing to repair any more. */
    Optional<String> plan(IntegrityFinding finding) {
        if (core.read(tx -> repairs.isLost(tx, finding.fault().rowId()))) {
            throw ClmException.of(
                    ErrorCode.STATE_CONFLICT,
                    "a restore lost the certificate: its metadata are all that is left of it; replace it, then ignore this finding");
        }
        List<UUID> id = List.of(finding.fault().rowId());
        Optional<CertificateCopy> certificate =
                secure.read(tx -> secure.digests().copies(tx, id)).stream().findFirst();
        Optional<CertificateCopy> copy =
                core.read(tx -> core.digests().copies(tx, id)).stream().findFirst();
        if (finding.fault().kind() == FaultKind.COUNTERPART_MISSING) {
            return certificate.map(facts -> Json.write(Map.of(AFTER, CopiedFacts.of(facts, CertificateCopy.COLUMNS))));
        }
        Collection<String> columns =
                finding.fault().columns().isEmpty() ? DELETED : finding.fault().columns();
        return copy.map(mine -> {
            CertificateCopy facts = certificate.orElseGet(() -> deleted(mine));
            return Json.write(Map.of(BEFORE, CopiedFacts.of(mine, columns), AFTER, CopiedFacts.of(facts, columns)));
        });
    }

    /** Answers whether the row still was as the plan found it. */
    boolean repair(IntegrityFinding finding, String undo, RepairInitiator operator) {
        return finding.fault().kind() == FaultKind.COUNTERPART_MISSING
                ? rebuild(finding, undo, operator)
                : exchange(finding, undo, BEFORE, AFTER, operator, "integrity_repaired");
    }

    /** A row that was rebuilt is soft-deleted: nothing is ever deleted. Answers whether it was as the repair had left it. */
    boolean undo(IntegrityFinding finding, RepairInitiator operator) {
        if (finding.fault().kind() != FaultKind.COUNTERPART_MISSING) {
            return exchange(finding, finding.undo(), AFTER, BEFORE, operator, "integrity_repair_undone");
        }
        Map<String, Object> rebuilt = new HashMap<>();
        rebuilt.put(AFTER, nothing());
        rebuilt.put(BEFORE, Map.of("deleted_at", now().toString()));
        return exchange(finding, Json.write(rebuilt), AFTER, BEFORE, operator, "integrity_repair_undone");
    }

    private static Map<String, Object> nothing() {
        Map<String, Object> live = new HashMap<>();
        live.put("deleted_at", null);
        return live;
    }

    private boolean rebuild(IntegrityFinding finding, String undo, RepairInitiator operator) {
        Optional<Certificate> found = secure.read(
                tx -> certificates.findIncludingDeleted(tx, finding.fault().rowId()));
        return found.map(certificate -> core.write(tx -> {
                    boolean inserted = metadata.insertAll(
                                            tx,
                                            List.of(IssuedEvent.metadata(certificate, CertificateAnnotations.NONE)))[0]
                            == 1;
                    if (inserted) {
                        restoreDeletion(tx, certificate);
                        core.audit(
                                tx,
                                operator,
                                finding,
                                certificate.organizationId().value(),
                                "integrity_repaired",
                                undo);
                    }
                    return inserted;
                }))
                .orElse(false);
    }

    private void restoreDeletion(CoreTransaction tx, Certificate certificate) {
        Instant deletedAt = certificate.state().deletedAt();
        if (deletedAt != null) {
            repairs.lock(tx, certificate.id())
                    .map(copy -> CopiedFacts.over(copy, Map.of("deleted_at", deletedAt.toString())))
                    .ifPresent(copy -> repairs.set(tx, copy, DELETED));
        }
    }

    private boolean exchange(
            IntegrityFinding finding,
            String undo,
            String expected,
            String wanted,
            RepairInitiator operator,
            String action) {
        Map<?, ?> from = (Map<?, ?>) Json.readObject(undo).get(expected);
        Map<?, ?> to = (Map<?, ?>) Json.readObject(undo).get(wanted);
        List<String> columns = to.keySet().stream().map(String.class::cast).toList();
        return core.write(tx -> repairs.lock(tx, finding.fault().rowId())
                .filter(copy -> CopiedFacts.of(copy, columns).equals(from))
                .map(copy -> {
                    core.audit(tx, operator, finding, copy.organizationId(), action, undo);
                    return repairs.set(tx, CopiedFacts.over(copy, to), columns);
                })
                .orElse(false));
    }

    private CertificateCopy deleted(CertificateCopy copy) {
        return CopiedFacts.over(copy, Map.of("deleted_at", now().toString()));
    }

    /** Also before a repair's own transaction: what takes it back is written first. */
    private Instant now() {
        return core.read(CoreTransaction::now);
    }
}
