package dev.clm.secure.outbox;

import dev.clm.common.outbox.Outbox;
import dev.clm.secure.database.SecureTransaction;

/** The outbox of clm_secure_db. */
public final class SecureOutbox extends Outbox<SecureTransaction> {
    public SecureOutbox() {
        super(SecureTransaction::dsl);
    }
}
