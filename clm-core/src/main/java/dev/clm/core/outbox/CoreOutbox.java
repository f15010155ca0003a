package dev.clm.core.outbox;

import dev.clm.common.outbox.Outbox;
import dev.clm.core.database.CoreTransaction;

/** The outbox of clm_core_db. */
public final class CoreOutbox extends Outbox<CoreTransaction> {
    public CoreOutbox() {
        super(CoreTransaction::dsl);
    }
}
