package dev.clm.core.auditlog;

import static dev.clm.core.jooq.Tables.AUDIT_LOG;

import dev.clm.common.audit.AuditLog;
import dev.clm.core.database.CoreTransaction;
import java.util.Map;

/** audit_log. */
public final class CoreAuditLog extends AuditLog<CoreTransaction> {
    public CoreAuditLog() {
        super(
                AUDIT_LOG,
                Map.of(
                        AUDIT_LOG.USERNAME, e -> e.actor().username(),
                        AUDIT_LOG.REQUEST_ID, e -> e.actor().requestId(),
                        AUDIT_LOG.RESOURCE_NAME, e -> e.resource().name(),
                        AUDIT_LOG.CHANGES_BEFORE, e -> json(e.documents().before()),
                        AUDIT_LOG.CHANGES_AFTER, e -> json(e.documents().data()),
                        AUDIT_LOG.ACTION_RESULT, AuditLog::result));
    }
}
