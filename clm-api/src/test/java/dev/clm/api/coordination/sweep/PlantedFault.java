package dev.clm.api.coordination.sweep;

import dev.clm.api.coordination.reference.CrossDatabaseReference;
import dev.clm.api.testing.Rows;
import dev.clm.core.coordination.FaultKind;
import dev.clm.migrations.ClmDatabase;
import java.util.UUID;

/** A reference that was broken behind the service's back: by a superuser, with all ordinary triggers switched off. */
record PlantedFault(CrossDatabaseReference reference, FaultKind kind, UUID row, UUID before, UUID target) {

    static PlantedFault plant(CrossDatabaseReference reference, FaultKind kind, OrganizationRows rows) {
        UUID row = rows.row(reference.table());
        UUID target = rows.target(reference.target(), kind);
        PlantedFault fault = new PlantedFault(reference, kind, row, fault(reference, row), target);
        fault.write(target);
        return fault;
    }

    void write(UUID value) {
        String update = "update " + reference.table() + " set " + reference.column() + " = ? where id = ?";
        // The audit log's own trigger fires always; only who owns the table can take it away.
        String sql = reference.table().equals("secure_audit_log")
                ? "alter table secure_audit_log disable trigger user; " + update
                        + "; alter table secure_audit_log enable always trigger trg_secure_audit_log_append_only"
                : "set session_replication_role = replica; " + update;
        execute(sql, value, row);
    }

    UUID value() {
        return fault(reference, row);
    }

    boolean isSet(String column) {
        String from = reference.table() + " where id = ? and " + column + " is not null";
        return (inSecure() ? Rows.countSecure(from, row) : Rows.countCore(from, row)) == 1;
    }

    boolean isMarked() {
        String from = "departed_targets where target_table = '"
                + reference.target().table() + "' and target_id = ? and is_departed";
        return (inSecure() ? Rows.countSecure(from, target) : Rows.countCore(from, target)) == 1;
    }

    @Override
    public String toString() {
        return reference.table() + "." + reference.column() + " " + kind.code();
    }

    private boolean inSecure() {
        return reference.database() == ClmDatabase.SECURE;
    }

    private void execute(String sql, Object... values) {
        if (inSecure()) {
            Rows.secure(sql, values);
        } else {
            Rows.core(sql, values);
        }
    }

    private static UUID fault(CrossDatabaseReference reference, UUID row) {
        String sql = "select " + reference.column() + " from " + reference.table() + " where id = ?";
        return (reference.database() == ClmDatabase.SECURE
                        ? Rows.secure(UUID.class, sql, row)
                        : Rows.core(UUID.class, sql, row))
                .get(0);
    }
}
