-- One active data key for each purpose of an organization. A key that is rotating, retired or revoked does not count.

CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS uq_encryption_keys_organization_id_purpose_active_data
    ON encryption_keys (organization_id, purpose)
    WHERE key_type = 'data' AND key_status = 'active' AND deleted_at IS NULL;
