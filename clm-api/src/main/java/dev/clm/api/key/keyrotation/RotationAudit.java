package dev.clm.api.key.keyrotation;

import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.database.SecureTransaction;
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
        auditLog.append(tx, AuditEntry.success(actor, AuditCategory.KEY_ROTATION, RESOURCE, rotation, action, null));
    }

    /** Told of a key, whatever rotation follows. */
    void compromised(SecureTransaction tx, Actor actor, UUID encryptionKey) {
        auditLog.append(
                tx,
                AuditEntry.success(
                        actor, AuditCategory.KEY_ROTATION, "encryption_key", encryptionKey, "compromised", null));
    }

    void failure(SecureTransaction tx, Actor actor, UUID rotation, String action, String reason) {
        auditLog.append(tx, AuditEntry.failure(actor, AuditCategory.KEY_ROTATION, RESOURCE, rotation, action, reason));
    }
}
