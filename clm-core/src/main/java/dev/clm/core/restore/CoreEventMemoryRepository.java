package dev.clm.core.restore;

import dev.clm.common.restore.EventMemoryRepository;
import dev.clm.core.database.CoreTransaction;

/** The events that clm_core_db told and was told. */
public final class CoreEventMemoryRepository extends EventMemoryRepository<CoreTransaction> {
    public CoreEventMemoryRepository() {
        super(CoreTransaction::dsl);
    }
}
