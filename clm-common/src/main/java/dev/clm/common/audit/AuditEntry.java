package dev.clm.common.audit;

import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import java.util.Map;
import java.util.UUID;

/**
 * One entry of secure_audit_log or audit_log: who did what to which resource, and whether it succeeded.
 *
 * @param organization whose entry it is; null for the platform's
 * @param action such as `issued`
 * @param error why it failed; null where it succeeded
 */
public record AuditEntry(
        UUID id,
        OrganizationId organization,
        Actor actor,
        AuditCategory category,
        Resource resource,
        String action,
        Documents documents,
        String error) {

    /** @param name what people call it, or null; clm_secure_db keeps none */
    public record Resource(String type, UUID id, String name) {}

    /**
     * JSON objects without any secret; either may be null.
     *
     * @param before what stood there before; clm_secure_db keeps none
     * @param data what was written, or is to be known of the event
     */
    public record Documents(Map<String, ?> before, Map<String, ?> data) {}

    public static AuditEntry success(
            Actor actor, AuditCategory category, Resource resource, String action, Documents documents) {
        return of(actor, category, resource, action, documents, null);
    }

    public static AuditEntry success(
            Actor actor, AuditCategory category, String type, UUID id, String action, Map<String, ?> data) {
        return success(actor, category, new Resource(type, id, null), action, new Documents(null, data));
    }

    public static AuditEntry failure(
            Actor actor, AuditCategory category, String type, UUID id, String action, String reason) {
        return of(actor, category, new Resource(type, id, null), action, new Documents(null, null), reason);
    }

    private static AuditEntry of(
            Actor actor, AuditCategory category, Resource resource, String action, Documents documents, String error) {
        return new AuditEntry(
                Identifiers.next(), actor.organizationId(), actor, category, resource, action, documents, error);
    }

    /** The same of another organization's row, or of the platform's where null: for the service role only. */
    public AuditEntry ownedBy(OrganizationId owner) {
        return new AuditEntry(id, owner, actor, category, resource, action, documents, error);
    }
}
