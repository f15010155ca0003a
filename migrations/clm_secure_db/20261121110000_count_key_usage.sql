-- How many messages each key may have encrypted by now: instances reserve blocks before they use them, so the count runs
-- ahead and never behind. 2^32 is the most under one key with random IVs (NIST SP 800-38D, 8.3).

ALTER TABLE encryption_keys ADD COLUMN IF NOT EXISTS usage_count bigint NOT NULL DEFAULT 0;

ALTER TABLE encryption_keys DROP CONSTRAINT IF EXISTS ck_encryption_keys_usage_count;
ALTER TABLE encryption_keys ADD CONSTRAINT ck_encryption_keys_usage_count
    CHECK (usage_count BETWEEN 0 AND 4294967296) NOT VALID;
ALTER TABLE encryption_keys VALIDATE CONSTRAINT ck_encryption_keys_usage_count;

COMMENT ON COLUMN encryption_keys.usage_count IS 'encryptions that were reserved; at most one block an instance more than were made';
