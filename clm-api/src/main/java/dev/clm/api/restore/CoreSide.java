package dev.clm.api.restore;

import dev.clm.core.auditlog.CoreAuditLog;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.restore.CoreEventMemoryRepository;
import dev.clm.core.restore.CoreRestoreStateRepository;
import dev.clm.core.restore.DepartureRepository;
import dev.clm.core.restore.ToldChangeRepository;
import java.util.function.Function;

/** clm_core_db as restore safety sees it: all tenants, in the service role. */
record CoreSide(
        CoreDatabase database,
        CoreRestoreStateRepository state,
        CoreEventMemoryRepository events,
        ToldChangeRepository toldChanges,
        DepartureRepository departures,
        CoreAuditLog auditLog) {
    static CoreSide of(CoreDatabase database) {
        return new CoreSide(
                database,
                new CoreRestoreStateRepository(),
                new CoreEventMemoryRepository(),
                new ToldChangeRepository(),
                new DepartureRepository(),
                new CoreAuditLog());
    }

    <R> R run(Function<CoreTransaction, R> work) {
        return database.inServiceRole("compare both databases, and bring a restored one forward", work);
    }
}
