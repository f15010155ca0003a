-- What a delta says, and what a publication marks as listed.

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_certificate_revocations_issuer_authority_id_change_number
    ON certificate_revocations (issuer_authority_id, change_number);
