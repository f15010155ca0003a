package dev.clm.api.coordination.cascade;

import dev.clm.api.coordination.reference.TargetEvent;
import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.coordination.AffectedRows;
import dev.clm.common.coordination.EventType.Change;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.auditlog.CoreAuditLog;
import dev.clm.core.database.CoreTransaction;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.database.SecureTransaction;
import java.util.List;
import java.util.Map;

/** What a cascade changed, as audit entries of the organizations whose rows they were. */
public final class CascadeAuditEntries {
    private static final SecureAuditLog SECURE = new SecureAuditLog();
    private static final CoreAuditLog CORE = new CoreAuditLog();

    private CascadeAuditEntries() {}

    public static void inSecure(SecureTransaction tx, TargetEvent event, List<AffectedRows> affected) {
        SECURE.append(
                tx,
                affected.stream()
                        .map(rows -> entry(AuditCategory.CERT_ACCESS, event, rows))
                        .toList());
    }

    /** Rows of the platform are nobody's, and so is the entry that would name them: they stand in cascade_effects alone. */
    public static void inCore(CoreTransaction tx, TargetEvent event, List<AffectedRows> affected) {
        CORE.append(
                tx,
                affected.stream()
                        .filter(rows -> rows.organizationId() != null)
                        .map(rows -> entry(AuditCategory.SYSTEM, event, rows))
                        .toList());
    }

    private static AuditEntry entry(AuditCategory category, TargetEvent event, AffectedRows rows) {
        return AuditEntry.success(
                Actor.system(OrganizationId.of(rows.organizationId())),
                category,
                event.target().word(),
                rows.targetId(),
                event.change() == Change.RESTORED ? "cascade_taken_back" : "cascaded",
                Map.of("reference", rows.reference(), "rows", rows.rows()));
    }
}
