package dev.clm.core.auditlog;

import static dev.clm.core.jooq.Tables.AUDIT_LOG;

import dev.clm.common.database.BatchInsert;
import dev.clm.common.identifier.Identifiers;
import dev.clm.core.database.CoreTransaction;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jooq.JSONB;

/** Appends to audit_log, in the transaction of the change that an entry records (requirement S5). */
public final class CoreAuditLog {
    private static final BatchInsert INSERT = BatchInsert.into(
            AUDIT_LOG,
            AUDIT_LOG.ID,
            AUDIT_LOG.EVENT_ID,
            AUDIT_LOG.EVENT_TYPE,
            AUDIT_LOG.EVENT_CATEGORY,
            AUDIT_LOG.SEVERITY,
            AUDIT_LOG.USER_ID,
            AUDIT_LOG.USERNAME,
            AUDIT_LOG.ORGANIZATION_ID,
            AUDIT_LOG.RESOURCE_TYPE,
            AUDIT_LOG.RESOURCE_ID,
            AUDIT_LOG.RESOURCE_NAME,
            AUDIT_LOG.ACTION,
            AUDIT_LOG.ACTION_RESULT,
            AUDIT_LOG.IP_ADDRESS,
            AUDIT_LOG.USER_AGENT,
            AUDIT_LOG.REQUEST_ID,
            AUDIT_LOG.CHANGES_BEFORE,
            AUDIT_LOG.CHANGES_AFTER,
            AUDIT_LOG.ERROR_MESSAGE);

    /** Answers how many entries were written: all of them. */
    public int append(CoreTransaction tx, List<CoreAuditEntry> entries) {
        return INSERT.execute(
                        tx.dsl(), entries.stream().map(CoreAuditLog::values).toList())
                .length;
    }

    private static Object[] values(CoreAuditEntry e) {
        UUID id = Identifiers.next();
        return new Object[] {
            id,
            id.toString(),
            e.eventType(),
            lower(e.category()),
            e.severity(),
            e.actor().userId(),
            e.actor().username(),
            e.actor().organizationId().value(),
            e.resourceType(),
            e.resourceId(),
            e.resourceName(),
            e.action(),
            lower(e.result()),
            e.actor().ipAddress(),
            e.actor().userAgent(),
            e.actor().requestId(),
            json(e.changesBefore()),
            json(e.changesAfter()),
            e.errorMessage()
        };
    }

    private static JSONB json(String document) {
        return document == null ? null : JSONB.valueOf(document);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
