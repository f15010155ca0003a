-- How many private keys are set aside, deleted or destroyed is counted from this index alone. Keys in use, and so issuance, pay
-- nothing for it.

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_private_keys_out_of_use ON private_keys
    (shredded_at, deleted_at, quarantined_at)
    WHERE shredded_at IS NOT NULL OR deleted_at IS NOT NULL OR quarantined_at IS NOT NULL;
