package dev.clm.secure.auditlog;

import dev.clm.common.tenant.Actor;
import java.util.UUID;

/**
 * One entry of secure_audit_log.
 *
 * @param eventType such as `certificate.issued`
 * @param eventData a JSON object, or null
 */
public record SecureAuditEntry(
        Actor actor,
        String eventType,
        Category category,
        String resourceType,
        UUID resourceId,
        String action,
        Result result,
        String eventData,
        String errorMessage) {

    /** The values of secure_audit_log.event_category. */
    public enum Category {
        KEY_ACCESS,
        CERT_ACCESS,
        KEY_ROTATION,
        REVOCATION,
        CSR,
        EXPORT
    }

    /** The values of secure_audit_log.result. */
    public enum Result {
        SUCCESS,
        FAILURE,
        PARTIAL
    }

    public static SecureAuditEntry success(
            Actor actor, Category category, String resourceType, UUID resourceId, String action, String eventData) {
        return new SecureAuditEntry(
                actor,
                resourceType + "." + action,
                category,
                resourceType,
                resourceId,
                action,
                Result.SUCCESS,
                eventData,
                null);
    }

    public static SecureAuditEntry failure(
            Actor actor, Category category, String resourceType, UUID resourceId, String action, String reason) {
        return new SecureAuditEntry(
                actor,
                resourceType + "." + action,
                category,
                resourceType,
                resourceId,
                action,
                Result.FAILURE,
                null,
                reason);
    }

    String severity() {
        return result == Result.SUCCESS ? "info" : "warning";
    }
}
