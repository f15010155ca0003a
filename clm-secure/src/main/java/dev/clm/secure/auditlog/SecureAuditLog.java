package dev.clm.secure.auditlog;

import static dev.clm.secure.jooq.Tables.SECURE_AUDIT_LOG;

import dev.clm.common.audit.AuditLog;
import dev.clm.secure.database.SecureTransaction;
import java.util.Map;

/** secure_audit_log. */
public final class SecureAuditLog extends AuditLog<SecureTransaction> {
    public SecureAuditLog() {
        super(
                SECURE_AUDIT_LOG,
                Map.of(
                        SECURE_AUDIT_LOG.EVENT_DATA,
                        e -> json(e.documents().data()),
                        SECURE_AUDIT_LOG.RESULT,
                        AuditLog::result));
    }
}
