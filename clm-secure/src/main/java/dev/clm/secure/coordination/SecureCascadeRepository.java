package dev.clm.secure.coordination;

import dev.clm.common.coordination.CascadeRepository;
import dev.clm.secure.database.SecureTransaction;

/** What deletes in the other database did to rows of clm_secure_db. */
public final class SecureCascadeRepository extends CascadeRepository<SecureTransaction> {
    public SecureCascadeRepository() {
        super(SecureTransaction::dsl);
    }
}
