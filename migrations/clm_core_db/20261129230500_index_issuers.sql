-- What one authority has issued, newest first.

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_certificate_metadata_organization_id_issuer
    ON certificate_metadata (organization_id, authority_key_identifier, created_at DESC, id) WHERE deleted_at IS NULL;
