package dev.clm.api.coordination.sweep;

import dev.clm.common.field.Json;
import dev.clm.core.auditlog.CoreAuditEntry;
import dev.clm.core.auditlog.CoreAuditLog;
import dev.clm.core.coordination.IntegrityFinding;
import dev.clm.core.database.CoreTransaction;
import dev.clm.secure.auditlog.SecureAuditEntry;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.database.SecureTransaction;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Repairs, and what takes them back, in the audit log of the database that is changed and in the transaction of the change. */
final class RepairAudit {
    private final SecureAuditLog secureLog;
    private final CoreAuditLog coreLog;

    RepairAudit(SecureAuditLog secureLog, CoreAuditLog coreLog) {
        this.secureLog = secureLog;
        this.coreLog = coreLog;
    }

    void inSecure(
            SecureTransaction tx,
            RepairInitiator operator,
            IntegrityFinding finding,
            UUID organization,
            String action,
            String undo) {
        operator.actorFor(organization)
                .ifPresent(actor -> secureLog.append(
                        tx,
                        List.of(SecureAuditEntry.success(
                                actor,
                                SecureAuditEntry.Category.CERT_ACCESS,
                                resource(finding),
                                finding.fault().rowId(),
                                action,
                                data(finding, undo)))));
    }

    void inCore(
            CoreTransaction tx,
            RepairInitiator operator,
            IntegrityFinding finding,
            UUID organization,
            String action,
            String undo) {
        operator.actorFor(organization)
                .ifPresent(actor -> coreLog.append(
                        tx,
                        List.of(CoreAuditEntry.success(
                                actor,
                                CoreAuditEntry.Category.SYSTEM,
                                resource(finding),
                                finding.fault().rowId(),
                                finding.fault().reference(),
                                action,
                                data(finding, undo)))));
    }

    /** certificates become `certificate`: the word for one row, as in every other entry. */
    private static String resource(IntegrityFinding finding) {
        return RowRepair.reference(finding).table().replaceFirst("s$", "");
    }

    private static String data(IntegrityFinding finding, String undo) {
        return Json.write(Map.of(
                "finding_id", finding.id().toString(),
                "reference", finding.fault().reference(),
                "kind", finding.fault().kind().wireName(),
                "change", Json.readObject(undo)));
    }
}
