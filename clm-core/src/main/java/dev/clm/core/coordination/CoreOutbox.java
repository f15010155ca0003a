package dev.clm.core.coordination;

import dev.clm.common.coordination.Outbox;
import dev.clm.core.database.CoreTransaction;

/** The outbox of clm_core_db. */
public final class CoreOutbox extends Outbox<CoreTransaction> {
    public CoreOutbox() {
        super(CoreTransaction::dsl);
    }
}
