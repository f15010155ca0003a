-- What a key sealed before it was rotated away. An element of an array is compared without telling anything of a row, so that
-- row-level security lets a tenant use the index; whether an array contains a key is not. Rotations move all that a key has: what
-- has the same first key has the same second one. Keys that were never moved, and so issuance, pay nothing for it.

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_private_keys_first_key
    ON private_keys (organization_id, (previous_key_ids[1]), certificate_id) WHERE previous_key_ids IS NOT NULL;
