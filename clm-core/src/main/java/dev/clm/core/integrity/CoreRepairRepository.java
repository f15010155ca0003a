package dev.clm.core.integrity;

import dev.clm.common.integrity.RepairRepository;
import dev.clm.core.database.CoreTransaction;

/** Repairs of rows of clm_core_db. */
public final class CoreRepairRepository extends RepairRepository<CoreTransaction> {
    public CoreRepairRepository() {
        super(CoreTransaction::dsl);
    }
}
