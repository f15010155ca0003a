package dev.clm.api.coordination.sweep;

import dev.clm.api.coordination.reference.CrossDatabaseReference;
import dev.clm.api.coordination.reference.ReferenceRule;
import dev.clm.common.coordination.ReferringColumn;
import dev.clm.common.coordination.ReferringRow;
import dev.clm.common.coordination.RepairRepository;
import dev.clm.common.database.DatabaseTransaction;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.field.Json;
import dev.clm.core.coordination.FaultKind;
import dev.clm.core.coordination.IntegrityFinding;
import dev.clm.core.database.CoreTransaction;
import dev.clm.migrations.ClmDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Brings a row with a broken reference to what the registry asks for, in the database that the row is in, and takes that back. */
final class RowRepair {
    private static final String RULE = "rule";
    private static final String VALUE = "value";

    private final DatabaseSide<SecureTransaction> secure;
    private final DatabaseSide<CoreTransaction> core;

    RowRepair(DatabaseSide<SecureTransaction> secure, DatabaseSide<CoreTransaction> core) {
        this.secure = secure;
        this.core = core;
    }

    /** Answers whether it changed anything. */
    private interface Change {
        <T extends DatabaseTransaction> boolean apply(
                DatabaseSide<T> side, T tx, IntegrityFinding finding, ReferringRow row, Map<String, Object> undo);
    }

    /** What takes the repair back. */
    String plan(IntegrityFinding finding) {
        CrossDatabaseReference reference = reference(finding);
        ReferenceRule rule = References.rule(reference, finding.fault().kind());
        if (rule == ReferenceRule.KEEP_MARKED && finding.fault().kind() != FaultKind.TARGET_MISSING) {
            throw ClmException.of(
                    ErrorCode.STATE_CONFLICT,
                    "this is evidence, which no repair changes: look into it, then ignore the finding");
        }
        return Json.write(
                Map.of(RULE, rule.name(), VALUE, finding.fault().targetId().toString()));
    }

    /** Answers whether the row still was as it was found. */
    boolean repair(IntegrityFinding finding, String undo, RepairInitiator operator) {
        return change(finding, undo, operator, "integrity_repaired", this::follow);
    }

    /** Answers whether the row still was as the repair had left it. */
    boolean undo(IntegrityFinding finding, RepairInitiator operator) {
        return change(finding, finding.undo(), operator, "integrity_repair_undone", this::takeBack);
    }

    private boolean change(
            IntegrityFinding finding, String undo, RepairInitiator operator, String action, Change change) {
        return reference(finding).database() == ClmDatabase.SECURE
                ? change(secure, finding, undo, operator, action, change)
                : change(core, finding, undo, operator, action, change);
    }

    /** The row is locked before it is looked at, and its change audited in the same transaction. */
    private static <T extends DatabaseTransaction> boolean change(
            DatabaseSide<T> side,
            IntegrityFinding finding,
            String undo,
            RepairInitiator operator,
            String action,
            Change change) {
        return side.write(tx -> {
            Optional<ReferringRow> changed = row(side, tx, finding, undo)
                    .filter(row -> change.apply(side, tx, finding, row, Json.readObject(undo)));
            changed.ifPresent(row -> side.audit(tx, operator, finding, row.organizationId(), action, undo));
            return changed.isPresent();
        });
    }

    /** Evidence is not changed, and cannot even be locked: no role may update it. */
    private static <T extends DatabaseTransaction> Optional<ReferringRow> row(
            DatabaseSide<T> side, T tx, IntegrityFinding finding, String undo) {
        ReferringColumn column = References.column(reference(finding));
        UUID id = finding.fault().rowId();
        return rule(Json.readObject(undo)) == ReferenceRule.KEEP_MARKED
                ? side.rows().rowsById(tx, column, List.of(id)).stream().findFirst()
                : side.rows().lock(tx, column, id);
    }

    static CrossDatabaseReference reference(IntegrityFinding finding) {
        return CrossDatabaseReference.valueOf(finding.fault().reference());
    }

    private <T extends DatabaseTransaction> boolean follow(
            DatabaseSide<T> side, T tx, IntegrityFinding finding, ReferringRow row, Map<String, Object> undo) {
        RepairRepository<T> repairs = side.repairs();
        ReferringColumn column = References.column(reference(finding));
        if (!undo.get(VALUE).equals(String.valueOf(row.value()))) {
            return false;
        }
        boolean changed = switch (rule(undo)) {
            case NULLIFY -> repairs.nullify(tx, column, row);
            case SOFT_DELETE -> repairs.softDelete(tx, column, row);
            case QUARANTINE -> repairs.quarantine(tx, column, row);
            case KEEP_MARKED -> repairs.mark(tx, reference(finding).target().table(), row.value(), finding.id());
        };
        return changed
                && (rule(undo) == ReferenceRule.KEEP_MARKED
                        || repairs.remember(tx, finding.fault().reference(), row, finding.id()));
    }

    private <T extends DatabaseTransaction> boolean takeBack(
            DatabaseSide<T> side, T tx, IntegrityFinding finding, ReferringRow now, Map<String, Object> undo) {
        RepairRepository<T> repairs = side.repairs();
        ReferringColumn column = References.column(reference(finding));
        UUID value = UUID.fromString((String) undo.get(VALUE));
        ReferringRow row = new ReferringRow(now.id(), now.organizationId(), value, now.deleted(), now.quarantined());
        boolean changed = switch (rule(undo)) {
            case NULLIFY -> repairs.putBack(tx, column, row);
            case SOFT_DELETE -> repairs.undelete(tx, column, row);
            case QUARANTINE -> repairs.release(tx, column, row);
            case KEEP_MARKED -> repairs.unmark(tx, reference(finding).target().table(), value);
        };
        if (changed) {
            repairs.forget(tx, finding.id());
        }
        return changed;
    }

    static ReferenceRule rule(Map<String, Object> undo) {
        return ReferenceRule.valueOf((String) undo.get(RULE));
    }
}
