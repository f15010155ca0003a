package dev.clm.core.coordination;

import dev.clm.common.coordination.CascadeRepository;
import dev.clm.core.database.CoreTransaction;

/** What deletes in the other database did to rows of clm_core_db. */
public final class CoreCascadeRepository extends CascadeRepository<CoreTransaction> {
    public CoreCascadeRepository() {
        super(CoreTransaction::dsl);
    }
}
