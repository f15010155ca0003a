package dev.clm.core.auditlog;

import dev.clm.common.tenant.Actor;
import java.util.UUID;

/**
 * One entry of audit_log.
 *
 * @param eventType such as `user.create`
 * @param resourceName what people call the resource, or null
 * @param changesAfter a JSON object of what was written, without any secret, or null
 */
public record CoreAuditEntry(
        Actor actor,
        String eventType,
        Category category,
        String resourceType,
        UUID resourceId,
        String resourceName,
        String action,
        Result result,
        String changesBefore,
        String changesAfter,
        String errorMessage) {

    /** The values of audit_log.event_category. */
    public enum Category {
        AUTHENTICATION,
        AUTHORIZATION,
        CERTIFICATE,
        POLICY,
        WORKFLOW,
        USER_MANAGEMENT,
        SYSTEM
    }

    /** The values of audit_log.action_result. */
    public enum Result {
        SUCCESS,
        FAILURE,
        PARTIAL
    }

    public static CoreAuditEntry success(
            Actor actor,
            Category category,
            String resourceType,
            UUID resourceId,
            String resourceName,
            String action,
            String changesAfter) {
        return new CoreAuditEntry(
                actor,
                resourceType + "." + action,
                category,
                resourceType,
                resourceId,
                resourceName,
                action,
                Result.SUCCESS,
                null,
                changesAfter,
                null);
    }

    public static CoreAuditEntry failure(
            Actor actor, Category category, String resourceType, UUID resourceId, String action, String reason) {
        return new CoreAuditEntry(
                actor,
                resourceType + "." + action,
                category,
                resourceType,
                resourceId,
                null,
                action,
                Result.FAILURE,
                null,
                null,
                reason);
    }

    String severity() {
        return result == Result.SUCCESS ? "info" : "warning";
    }
}
