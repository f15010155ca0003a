package dev.clm.api.coordination.sweep;

import dev.clm.api.coordination.reference.ReferenceRule;
import dev.clm.common.coordination.ReferringColumn;
import dev.clm.common.coordination.ReferringRow;
import dev.clm.common.database.DatabaseTransaction;
import dev.clm.common.field.Json;
import dev.clm.core.coordination.IntegrityFinding;
import dev.clm.core.database.CoreTransaction;
import dev.clm.secure.database.SecureTransaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Changes one row, locked before it is looked at, and audits that in the same transaction. */
final class AuditedRowChange {
    private final DatabaseSide<SecureTransaction> secure;
    private final DatabaseSide<CoreTransaction> core;
    private final RepairAudit audit;

    AuditedRowChange(DatabaseSide<SecureTransaction> secure, DatabaseSide<CoreTransaction> core, RepairAudit audit) {
        this.secure = secure;
        this.core = core;
        this.audit = audit;
    }

    /** Answers whether it changed anything. */
    interface Change {
        <T extends DatabaseTransaction> boolean apply(
                DatabaseSide<T> side, T tx, IntegrityFinding finding, ReferringRow row, Map<String, Object> undo);
    }

    boolean inSecure(IntegrityFinding finding, String undo, RepairInitiator operator, String action, Change change) {
        return secure.write(tx -> lock(
                secure,
                tx,
                finding,
                undo,
                change,
                row -> audit.inSecure(tx, operator, finding, row.organizationId(), action, undo)));
    }

    boolean inCore(IntegrityFinding finding, String undo, RepairInitiator operator, String action, Change change) {
        return core.write(tx -> lock(
                core,
                tx,
                finding,
                undo,
                change,
                row -> audit.inCore(tx, operator, finding, row.organizationId(), action, undo)));
    }

    private static <T extends DatabaseTransaction> boolean lock(
            DatabaseSide<T> side,
            T tx,
            IntegrityFinding finding,
            String undo,
            Change change,
            Consumer<ReferringRow> entry) {
        return row(side, tx, finding, undo)
                .filter(row -> change.apply(side, tx, finding, row, Json.readObject(undo)))
                .map(row -> {
                    entry.accept(row);
                    return true;
                })
                .orElse(false);
    }

    /** Evidence is not changed, and cannot even be locked: no role may update it. */
    private static <T extends DatabaseTransaction> Optional<ReferringRow> row(
            DatabaseSide<T> side, T tx, IntegrityFinding finding, String undo) {
        ReferringColumn column = References.column(RowRepair.reference(finding));
        UUID id = finding.fault().rowId();
        return RowRepair.rule(Json.readObject(undo)) == ReferenceRule.KEEP_MARKED
                ? side.rows().rowsById(tx, column, List.of(id)).stream().findFirst()
                : side.rows().lock(tx, column, id);
    }
}
