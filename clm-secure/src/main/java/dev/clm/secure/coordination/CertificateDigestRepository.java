package dev.clm.secure.coordination;

import dev.clm.common.coordination.DigestRepository;
import dev.clm.secure.database.SecureTransaction;

/** The certificates as their metadata in the other database repeat them. */
public final class CertificateDigestRepository extends DigestRepository<SecureTransaction> {
    public CertificateDigestRepository() {
        super(SecureTransaction::dsl, "certificates", "id");
    }
}
