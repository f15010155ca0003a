package dev.clm.secure.coordination;

import dev.clm.common.coordination.AppliedEventRepository;
import dev.clm.secure.database.SecureTransaction;

/** The events of clm_core_db that were applied here. */
public final class SecureAppliedEventRepository extends AppliedEventRepository<SecureTransaction> {
    public SecureAppliedEventRepository() {
        super(SecureTransaction::dsl);
    }
}
