package dev.clm.core.coordination;

import dev.clm.common.coordination.RepairRepository;
import dev.clm.core.database.CoreTransaction;

/** Repairs of rows of clm_core_db. */
public final class CoreRepairRepository extends RepairRepository<CoreTransaction> {
    public CoreRepairRepository() {
        super(CoreTransaction::dsl);
    }
}
