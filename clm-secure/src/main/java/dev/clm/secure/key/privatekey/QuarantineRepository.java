package dev.clm.secure.key.privatekey;

import static dev.clm.secure.jooq.Tables.CERTIFICATES;
import static dev.clm.secure.jooq.Tables.PRIVATE_KEYS;

import dev.clm.secure.database.SecureTransaction;
import java.util.UUID;

/** Which keys are set aside because their certificate's owner or their organization was deleted (requirement X4). */
public final class QuarantineRepository {

    /** Whether the certificate's private key must not be released. */
    public boolean holds(SecureTransaction tx, UUID certificateId) {
        return tx.dsl()
                .fetchExists(tx.dsl()
                        .selectOne()
                        .from(CERTIFICATES)
                        .join(PRIVATE_KEYS)
                        .on(PRIVATE_KEYS.CERTIFICATE_ID.eq(CERTIFICATES.ID))
                        .where(CERTIFICATES.ID.eq(certificateId))
                        .and(CERTIFICATES.QUARANTINED_AT.isNotNull().or(PRIVATE_KEYS.QUARANTINED_AT.isNotNull())));
    }
}
