-- Two instances that need a tenant's first data key at once must end up with one, and so must two first starts with the
-- master key: the loser of the insert reads the winner's row. A key that is rotating, retired or revoked does not count.

CREATE UNIQUE INDEX IF NOT EXISTS uq_encryption_keys_organization_id_active_data
    ON encryption_keys (organization_id)
    WHERE key_type = 'data' AND key_status = 'active' AND deleted_at IS NULL;
CREATE UNIQUE INDEX IF NOT EXISTS uq_encryption_keys_active_master
    ON encryption_keys (key_type)
    WHERE key_type = 'master' AND key_status = 'active' AND deleted_at IS NULL;
