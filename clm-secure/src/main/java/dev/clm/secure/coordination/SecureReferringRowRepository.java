package dev.clm.secure.coordination;

import dev.clm.common.coordination.ReferringRowRepository;
import dev.clm.secure.database.SecureTransaction;

/** What rows of clm_secure_db refer to in clm_core_db, and are referred to as. */
public final class SecureReferringRowRepository extends ReferringRowRepository<SecureTransaction> {
    public SecureReferringRowRepository() {
        super(SecureTransaction::dsl);
    }
}
