package dev.clm.secure.restore;

import dev.clm.common.restore.EventMemoryRepository;
import dev.clm.secure.database.SecureTransaction;

/** The events that clm_secure_db told and was told. */
public final class SecureEventMemoryRepository extends EventMemoryRepository<SecureTransaction> {
    public SecureEventMemoryRepository() {
        super(SecureTransaction::dsl);
    }
}
