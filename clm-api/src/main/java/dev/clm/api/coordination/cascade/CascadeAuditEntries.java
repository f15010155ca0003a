package dev.clm.api.coordination.cascade;

import dev.clm.api.coordination.reference.TargetEvent;
import dev.clm.common.coordination.AffectedRows;
import dev.clm.common.coordination.EventType.Change;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.core.auditlog.CoreAuditEntry;
import dev.clm.core.auditlog.CoreAuditLog;
import dev.clm.core.database.CoreTransaction;
import dev.clm.secure.auditlog.SecureAuditEntry;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.database.SecureTransaction;
import java.util.List;

/** What a cascade changed, as audit entries of the organizations whose rows they were. */
public final class CascadeAuditEntries {
    private static final SecureAuditLog SECURE = new SecureAuditLog();
    private static final CoreAuditLog CORE = new CoreAuditLog();

    private CascadeAuditEntries() {}

    public static void inSecure(SecureTransaction tx, TargetEvent event, List<AffectedRows> affected) {
        SECURE.append(
                tx,
                affected.stream()
                        .map(rows -> SecureAuditEntry.success(
                                actor(rows),
                                SecureAuditEntry.Category.CERT_ACCESS,
                                event.target().word(),
                                rows.targetId(),
                                action(event),
                                data(rows)))
                        .toList());
    }

    /** Rows of the platform are nobody's, and so is the entry that would name them: they stand in cascade_effects alone. */
    public static void inCore(CoreTransaction tx, TargetEvent event, List<AffectedRows> affected) {
        CORE.append(
                tx,
                affected.stream()
                        .filter(rows -> rows.organizationId() != null)
                        .map(rows -> CoreAuditEntry.success(
                                actor(rows),
                                CoreAuditEntry.Category.SYSTEM,
                                event.target().word(),
                                rows.targetId(),
                                null,
                                action(event),
                                data(rows)))
                        .toList());
    }

    private static Actor actor(AffectedRows rows) {
        return Actor.system(OrganizationId.of(rows.organizationId()));
    }

    private static String action(TargetEvent event) {
        return event.change() == Change.RESTORED ? "cascade_taken_back" : "cascaded";
    }

    private static String data(AffectedRows rows) {
        return "{\"reference\":\"" + rows.reference() + "\",\"rows\":" + rows.rows() + "}";
    }
}
