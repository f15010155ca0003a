package dev.clm.core.coordination;

import dev.clm.common.coordination.DigestRepository;
import dev.clm.core.database.CoreTransaction;

/** What certificate_metadata say of the certificates of the other database. */
public final class MetadataDigestRepository extends DigestRepository<CoreTransaction> {
    public MetadataDigestRepository() {
        super(CoreTransaction::dsl, "certificate_metadata", "certificate_id");
    }
}
