package dev.clm.core.coordination;

import dev.clm.common.coordination.AppliedEventRepository;
import dev.clm.core.database.CoreTransaction;

/** The events of clm_secure_db that were applied here. */
public final class CoreAppliedEventRepository extends AppliedEventRepository<CoreTransaction> {
    public CoreAppliedEventRepository() {
        super(CoreTransaction::dsl);
    }
}
