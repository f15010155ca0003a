package dev.clm.secure.coordination;

import dev.clm.common.coordination.EventMemoryRepository;
import dev.clm.secure.database.SecureTransaction;

/** The events that clm_secure_db told and was told. */
public final class SecureEventMemoryRepository extends EventMemoryRepository<SecureTransaction> {
    public SecureEventMemoryRepository() {
        super(SecureTransaction::dsl);
    }
}
