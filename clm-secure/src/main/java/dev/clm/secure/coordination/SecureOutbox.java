package dev.clm.secure.coordination;

import dev.clm.common.coordination.Outbox;
import dev.clm.secure.database.SecureTransaction;

/** The outbox of clm_secure_db. */
public final class SecureOutbox extends Outbox<SecureTransaction> {
    public SecureOutbox() {
        super(SecureTransaction::dsl);
    }
}
