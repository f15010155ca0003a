-- One default issuer an organization.

CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS uq_certificate_authorities_organization_id_default
    ON certificate_authorities (organization_id) WHERE is_default AND deleted_at IS NULL;
