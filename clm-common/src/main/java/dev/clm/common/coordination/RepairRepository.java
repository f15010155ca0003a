package dev.clm.common.coordination;

import dev.clm.common.database.DatabaseTransaction;
import java.util.UUID;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/**
 * What is done to a row whose reference across the gap is broken, and how it is taken back (requirement X5). Every change
 * is one conditional UPDATE; it answers whether the row still was as expected. Nothing is ever deleted.
 *
 * @param <T> the transaction type of the database
 */
public final class RepairRepository<T extends DatabaseTransaction> {

    public boolean nullify(T tx, ReferringColumn column, ReferringRow row) {
        return changed(tx, "update {0} set {1} = null where id = {2} and {1} = {3}", column, row);
    }

    public boolean softDelete(T tx, ReferringColumn column, ReferringRow row) {
        return changed(
                tx,
                "update {0} set deleted_at = now() where id = {2} and {1} = {3} and deleted_at is null",
                column,
                row);
    }

    public boolean quarantine(T tx, ReferringColumn column, ReferringRow row) {
        return changed(
                tx,
                "update {0} set quarantined_at = now() where id = {2} and {1} = {3} and quarantined_at is null",
                column,
                row);
    }

    /** Enters the target among the departed ones, which marks every reference to it; `cause` is the finding. */
    public boolean mark(T tx, String targetTable, UUID targetId, UUID cause) {
        return tx.changed("""
                                insert into departed_targets
                                  (target_table, target_id, is_departed, is_removed, is_complete, event_id, event_sequence)
                                values (?, ?, true, true, true, ?, 0)
                                on conflict (target_id, target_table) do update
                                set is_departed = true, is_removed = true, event_id = excluded.event_id
                                where not departed_targets.is_departed""", targetTable, targetId, cause);
    }

    /** So that the return of the target takes the repair back, like any other effect of its departure. */
    public boolean remember(T tx, String reference, ReferringRow row, UUID cause) {
        return tx.changed(
                "insert into cascade_effects (reference, row_id, target_id, event_id, organization_id)"
                        + " values (?, ?, ?, ?, ?)",
                reference,
                row.id(),
                row.value(),
                cause,
                row.organizationId());
    }

    public int forget(T tx, UUID cause) {
        return tx.dsl()
                .execute(
                        "update cascade_effects set undone_at = now() where event_id = ? and undone_at is null", cause);
    }

    public boolean putBack(T tx, ReferringColumn column, ReferringRow row) {
        return changed(tx, "update {0} set {1} = {3} where id = {2} and {1} is null", column, row);
    }

    public boolean undelete(T tx, ReferringColumn column, ReferringRow row) {
        return changed(
                tx,
                "update {0} set deleted_at = null where id = {2} and {1} = {3} and deleted_at is not null",
                column,
                row);
    }

    public boolean release(T tx, ReferringColumn column, ReferringRow row) {
        return changed(
                tx,
                "update {0} set quarantined_at = null where id = {2} and {1} = {3} and quarantined_at is not null",
                column,
                row);
    }

    public boolean unmark(T tx, String targetTable, UUID targetId) {
        return tx.changed(
                "update departed_targets set is_departed = false, is_removed = false"
                        + " where target_table = ? and target_id = ? and is_departed",
                targetTable,
                targetId);
    }

    private boolean changed(T tx, String update, ReferringColumn column, ReferringRow row) {
        QueryPart[] parts = {
            DSL.name(column.table()), DSL.name(column.column()), DSL.val(row.id()), DSL.val(row.value(), UUID.class)
        };
        return tx.changed(tx.dsl().query(update, parts));
    }
}
