-- A certificate is looked for by its thumbprint.

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_certificate_metadata_organization_id_thumbprint_sha256
    ON certificate_metadata (organization_id, thumbprint_sha256);
