package dev.clm.secure.coordination;

import dev.clm.common.coordination.RestoreStateRepository;
import dev.clm.secure.database.SecureTransaction;

/** The checkpoints and the fence of clm_secure_db. */
public final class SecureRestoreStateRepository extends RestoreStateRepository<SecureTransaction> {
    public SecureRestoreStateRepository() {
        super(SecureTransaction::dsl);
    }
}
