-- A certificate is looked for by its name.

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_certificate_metadata_organization_id_certificate_name
    ON certificate_metadata (organization_id, certificate_name);
