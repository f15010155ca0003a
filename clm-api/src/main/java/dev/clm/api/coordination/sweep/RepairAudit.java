package dev.clm.api.coordination.sweep;

import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.audit.AuditEntry.Documents;
import dev.clm.common.audit.AuditEntry.Resource;
import dev.clm.common.field.Json;
import dev.clm.common.tenant.Actor;
import dev.clm.core.auditlog.CoreAuditLog;
import dev.clm.core.coordination.Fault;
import dev.clm.core.coordination.IntegrityFinding;
import dev.clm.core.database.CoreTransaction;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.database.SecureTransaction;
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
                .ifPresent(
                        actor -> secureLog.append(tx, entry(actor, AuditCategory.CERT_ACCESS, finding, action, undo)));
    }

    void inCore(
            CoreTransaction tx,
            RepairInitiator operator,
            IntegrityFinding finding,
            UUID organization,
            String action,
            String undo) {
        operator.actorFor(organization)
                .ifPresent(actor -> coreLog.append(tx, entry(actor, AuditCategory.SYSTEM, finding, action, undo)));
    }

    private static AuditEntry entry(
            Actor actor, AuditCategory category, IntegrityFinding finding, String action, String undo) {
        Fault fault = finding.fault();
        // certificates become `certificate`: the word for one row, as in every other entry.
        String type = RowRepair.reference(finding).table().replaceFirst("s$", "");
        Map<String, ?> data = Map.of(
                "finding_id", finding.id(),
                "reference", fault.reference(),
                "kind", fault.kind().code(),
                "change", Json.readObject(undo));
        return AuditEntry.success(
                actor,
                category,
                new Resource(type, fault.rowId(), fault.reference()),
                action,
                new Documents(null, data));
    }
}
