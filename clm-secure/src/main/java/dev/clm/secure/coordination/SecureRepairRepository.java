package dev.clm.secure.coordination;

import dev.clm.common.coordination.RepairRepository;
import dev.clm.secure.database.SecureTransaction;

/** Repairs of rows of clm_secure_db. */
public final class SecureRepairRepository extends RepairRepository<SecureTransaction> {
    public SecureRepairRepository() {
        super(SecureTransaction::dsl);
    }
}
