-- One active data key for each purpose of the platform's own, whose organization is NULL.

CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS uq_encryption_keys_platform_purpose_active_data
    ON encryption_keys (purpose)
    WHERE organization_id IS NULL AND key_type = 'data' AND key_status = 'active' AND deleted_at IS NULL;
