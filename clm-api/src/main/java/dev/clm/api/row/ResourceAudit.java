package dev.clm.api.row;

import dev.clm.common.audit.AuditEntry;
import dev.clm.common.audit.AuditEntry.Documents;
import dev.clm.common.audit.AuditEntry.Resource;
import dev.clm.common.tenant.Actor;
import dev.clm.core.auditlog.CoreAuditLog;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.row.Row;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Writes who did what to a resource, in the transaction that did it (requirement S5). Secret columns are in no row. */
@Component
public class ResourceAudit {
    private final CoreAuditLog auditLog;

    public ResourceAudit(CoreAuditLog auditLog) {
        this.auditLog = auditLog;
    }

    void created(CoreTransaction tx, Actor actor, ResourceKind kind, Row row) {
        append(tx, actor, kind, row, "create", null, row.columns());
    }

    /** Only the columns that were asked to change. */
    void changed(CoreTransaction tx, Actor actor, ResourceKind kind, Row before, Row after, Set<String> columns) {
        append(tx, actor, kind, after, "update", only(before, columns), only(after, columns));
    }

    void happened(CoreTransaction tx, Actor actor, ResourceKind kind, Row row, String action) {
        append(tx, actor, kind, row, action, null, null);
    }

    private void append(
            CoreTransaction tx,
            Actor actor,
            ResourceKind kind,
            Row row,
            String action,
            Map<String, Object> before,
            Map<String, Object> after) {
        auditLog.append(
                tx,
                AuditEntry.success(
                        actor,
                        kind.category(),
                        new Resource(kind.name(), row.id(), row.text(kind.titleColumn())),
                        action,
                        new Documents(before, after)));
    }

    private static Map<String, Object> only(Row row, Set<String> columns) {
        Map<String, Object> some = new LinkedHashMap<>(row.columns());
        some.keySet().retainAll(columns);
        return some;
    }
}
