-- What a rotation of the master key looks for.

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_encryption_keys_master_key_id ON encryption_keys (master_key_id);
