package dev.clm.api.coordination.sweep;

import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.audit.AuditEntry.Documents;
import dev.clm.common.audit.AuditEntry.Resource;
import dev.clm.common.audit.AuditLog;
import dev.clm.common.coordination.DigestRepository;
import dev.clm.common.coordination.ReferringRowRepository;
import dev.clm.common.coordination.RepairRepository;
import dev.clm.common.database.DatabaseTransaction;
import dev.clm.common.database.ServiceRole;
import dev.clm.common.field.Json;
import dev.clm.core.coordination.Fault;
import dev.clm.core.coordination.IntegrityFinding;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * One of the two databases as the sweep sees it.
 *
 * @param <T> its transaction, so that a statement for the other one does not compile
 */
record DatabaseSide<T extends DatabaseTransaction>(
        ServiceRole<T> role,
        DigestRepository<T> digests,
        ReferringRowRepository<T> rows,
        RepairRepository<T> repairs,
        AuditLog<T> auditLog,
        AuditCategory category) {

    DatabaseSide(ServiceRole<T> role, DigestRepository<T> digests, AuditLog<T> auditLog, AuditCategory category) {
        this(role, digests, new ReferringRowRepository<>(), new RepairRepository<>(), auditLog, category);
    }

    /** A short read-only transaction over all tenants. */
    <R> R read(Function<T, R> work) {
        return role.run("compare both databases for all tenants", tx -> rows.reading(tx, () -> work.apply(tx)));
    }

    <R> R write(Function<T, R> work) {
        return role.run("repair what a sweep found, of any tenant", work);
    }

    /** Audits a repair, or what takes it back, in the transaction of the change. */
    void audit(
            T tx, RepairInitiator operator, IntegrityFinding finding, UUID organization, String action, String undo) {
        Fault fault = finding.fault();
        // certificates become `certificate`: the word for one row, as in every other entry.
        String type = RowRepair.reference(finding).table().replaceFirst("s$", "");
        Map<String, ?> data = Map.of(
                "finding_id", finding.id(),
                "reference", fault.reference(),
                "kind", fault.kind().code(),
                "change", Json.readObject(undo));
        operator.actorFor(organization)
                .map(actor -> AuditEntry.success(
                        actor,
                        category,
                        new Resource(type, fault.rowId(), fault.reference()),
                        action,
                        new Documents(null, data)))
                .ifPresent(entry -> auditLog.append(tx, entry));
    }
}
