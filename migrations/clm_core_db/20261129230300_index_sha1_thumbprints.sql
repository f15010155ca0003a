-- Windows and many tools show the SHA-1 thumbprint.

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_certificate_metadata_organization_id_thumbprint_sha1
    ON certificate_metadata (organization_id, thumbprint_sha1);
