package dev.clm.core.coordination;

import dev.clm.common.coordination.EventMemoryRepository;
import dev.clm.core.database.CoreTransaction;

/** The events that clm_core_db told and was told. */
public final class CoreEventMemoryRepository extends EventMemoryRepository<CoreTransaction> {
    public CoreEventMemoryRepository() {
        super(CoreTransaction::dsl);
    }
}
