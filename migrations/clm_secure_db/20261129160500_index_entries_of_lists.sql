-- What a full list, or a shard, is read from.

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_certificate_revocations_listed
    ON certificate_revocations (issuer_authority_id, crl_shard, listed_until) WHERE is_current;
