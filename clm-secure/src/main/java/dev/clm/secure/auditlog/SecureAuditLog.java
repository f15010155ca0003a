package dev.clm.secure.auditlog;

import static dev.clm.secure.jooq.Tables.SECURE_AUDIT_LOG;

import dev.clm.common.identifier.Identifiers;
import dev.clm.secure.database.SecureTransaction;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jooq.JSONB;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Appends to secure_audit_log, in the transaction of the change that an entry records (requirement S5). */
public final class SecureAuditLog {

    public void append(SecureTransaction tx, List<SecureAuditEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        int[] written = tx.dsl()
                .batch(insert(tx))
                .bind(entries.stream().map(SecureAuditLog::values).toArray(Object[][]::new))
                .execute();
        assert written.length == entries.size();
    }

    public void append(SecureTransaction tx, SecureAuditEntry entry) {
        append(tx, List.of(entry));
    }

    /** Entries of one action on one resource since the given moment, for daily limits. */
    public int countSuccesses(SecureTransaction tx, UUID resourceId, String eventType, java.time.Instant since) {
        return tx.dsl()
                .fetchCount(DSL.selectOne()
                        .from(SECURE_AUDIT_LOG)
                        .where(SECURE_AUDIT_LOG.RESOURCE_ID.eq(resourceId))
                        .and(SECURE_AUDIT_LOG.EVENT_TYPE.eq(eventType))
                        .and(SECURE_AUDIT_LOG.RESULT.eq("success"))
                        .and(SECURE_AUDIT_LOG.EVENT_TIMESTAMP.ge(since.atOffset(java.time.ZoneOffset.UTC))));
    }

    private static Query insert(SecureTransaction tx) {
        return tx.dsl()
                .insertInto(
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
                        SECURE_AUDIT_LOG.ERROR_MESSAGE)
                .values(
                        (UUID) null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    private static Object[] values(SecureAuditEntry e) {
        UUID id = Identifiers.next();
        return new Object[] {
            id,
            e.actor().organizationId().value(),
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
