package dev.clm.api.coordination.restore;

import dev.clm.common.coordination.EventMemoryRepository;
import dev.clm.common.coordination.RestoreStateRepository;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.coordination.RestoredRowRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.util.function.Function;

/** clm_secure_db as restore safety sees it: all tenants, in the service role. */
record SecureSide(
        SecureDatabase database,
        RestoreStateRepository<SecureTransaction> state,
        EventMemoryRepository<SecureTransaction> events,
        RestoredRowRepository rows,
        SecureAuditLog auditLog) {
    static SecureSide of(SecureDatabase database) {
        return new SecureSide(
                database,
                new RestoreStateRepository<>(),
                new EventMemoryRepository<>(),
                new RestoredRowRepository(),
                new SecureAuditLog());
    }

    <R> R run(Function<SecureTransaction, R> work) {
        return database.inServiceRole("compare both databases, and bring a restored one forward", work);
    }
}
