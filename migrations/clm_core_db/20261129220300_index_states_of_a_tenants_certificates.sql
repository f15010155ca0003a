-- Issuance counts those that count towards max_certificates, and people ask for those of a state.

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_certificate_metadata_organization_id_status
    ON certificate_metadata (organization_id, status) WHERE deleted_at IS NULL;
