package dev.clm.core.coordination;

import dev.clm.common.coordination.RestoreStateRepository;
import dev.clm.core.database.CoreTransaction;

/** The checkpoints and the fence of clm_core_db. */
public final class CoreRestoreStateRepository extends RestoreStateRepository<CoreTransaction> {
    public CoreRestoreStateRepository() {
        super(CoreTransaction::dsl);
    }
}
