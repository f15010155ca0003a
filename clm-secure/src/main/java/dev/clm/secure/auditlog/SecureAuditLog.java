package dev.clm.secure.auditlog;

import static dev.clm.secure.jooq.Tables.SECURE_AUDIT_LOG;

import dev.clm.common.database.BatchInsert;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.database.SecureTransaction;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jooq.JSONB;

/** Appends to secure_audit_log, in the transaction of the change that an entry records (requirement S5). */
public final class SecureAuditLog {
    private static final BatchInsert INSERT = BatchInsert.into(
            SECURE_AUDIT_LOG,
            SECURE_AUDIT_LOG.ID,
            SECURE_AUDIT_LOG.ORGANIZATION_ID,
            SECURE_AUDIT_LOG.EVENT_ID,
            SECURE_AUDIT_LOG.EVENT_TYPE,
            SECURE_AUDIT_LOG.EVENT_CATEGORY,
            SECURE_AUDIT_LOG.SEVERITY,
            SECURE_AUDIT_LOG.RESOURCE_TYPE,
            SECURE_AUDIT_LOG.RESOURCE_ID,
            SECURE_AUDIT_LOG.ACTION,
            SECURE_AUDIT_LOG.USER_ID,
            SECURE_AUDIT_LOG.IP_ADDRESS,
            SECURE_AUDIT_LOG.USER_AGENT,
            SECURE_AUDIT_LOG.EVENT_DATA,
            SECURE_AUDIT_LOG.RESULT,
            SECURE_AUDIT_LOG.ERROR_MESSAGE);

    public int append(SecureTransaction tx, List<SecureAuditEntry> entries) {
        return INSERT.execute(
                        tx.dsl(),
                        entries.stream()
                                .map(e -> values(e, e.actor().organizationId()))
                                .toList())
                .length;
    }

    /**
     * An entry about another tenant's row, or about the platform's where `organization` is null: in the service role only.
     * Answers its event_id.
     */
    public String appendFor(SecureTransaction tx, OrganizationId organization, SecureAuditEntry entry) {
        Object[] values = values(entry, organization);
        int[] stored = INSERT.execute(tx.dsl(), List.<Object[]>of(values));
        if (stored[0] != 1) {
            throw new IllegalStateException("an audit entry was not stored");
        }
        return values[0].toString();
    }

    private static Object[] values(SecureAuditEntry e, OrganizationId organization) {
        UUID id = Identifiers.next();
        return new Object[] {
            id,
            organization == null ? null : organization.value(),
            id.toString(),
            e.eventType(),
            lower(e.category()),
            e.severity(),
            e.resourceType(),
            e.resourceId(),
            e.action(),
            e.actor().userId(),
            e.actor().ipAddress(),
            e.actor().userAgent(),
            e.eventData() == null ? null : JSONB.valueOf(e.eventData()),
            lower(e.result()),
            e.errorMessage()
        };
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
