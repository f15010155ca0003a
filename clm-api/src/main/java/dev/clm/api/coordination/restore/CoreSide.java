package dev.clm.api.coordination.restore;

import dev.clm.common.coordination.EventMemoryRepository;
import dev.clm.common.coordination.RestoreStateRepository;
import dev.clm.core.auditlog.CoreAuditLog;
import dev.clm.core.coordination.AppliedCertificateEventRepository;
import dev.clm.core.coordination.DepartureRepository;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import java.util.function.Function;

/** clm_core_db as restore safety sees it: all tenants, in the service role. */
record CoreSide(
        CoreDatabase database,
        RestoreStateRepository<CoreTransaction> state,
        EventMemoryRepository<CoreTransaction> events,
        AppliedCertificateEventRepository toldChanges,
        DepartureRepository departures,
        CoreAuditLog auditLog) {
    static CoreSide of(CoreDatabase database) {
        return new CoreSide(
                database,
                new RestoreStateRepository<>(),
                new EventMemoryRepository<>(),
                new AppliedCertificateEventRepository(),
                new DepartureRepository(),
                new CoreAuditLog());
    }

    <R> R run(Function<CoreTransaction, R> work) {
        return database.inServiceRole("compare both databases, and bring a restored one forward", work);
    }
}
