package dev.clm.api.key.keyrotation;

import dev.clm.common.tenant.Actor;
import dev.clm.secure.auditlog.SecureAuditEntry;
import dev.clm.secure.auditlog.SecureAuditEntry.Category;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.database.SecureTransaction;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What the audit log says about rotations, in the transaction of the change (requirement S5). */
@Component
class RotationAudit {
    private static final String RESOURCE = "key_rotation";

    private final SecureAuditLog auditLog;

    RotationAudit(SecureAuditLog auditLog) {
        this.auditLog = auditLog;
    }

    void success(SecureTransaction tx, Actor actor, UUID rotation, String action) {
        auditLog.append(
                tx, List.of(SecureAuditEntry.success(actor, Category.KEY_ROTATION, RESOURCE, rotation, action, null)));
    }

    void failure(SecureTransaction tx, Actor actor, UUID rotation, String action, String reason) {
        auditLog.append(
                tx,
                List.of(SecureAuditEntry.failure(actor, Category.KEY_ROTATION, RESOURCE, rotation, action, reason)));
    }
}
