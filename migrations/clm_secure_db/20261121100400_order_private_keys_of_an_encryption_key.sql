-- A rotation walks the rows of one key in the order of their ids: without it, each batch would step over the entries that
-- all batches before it have left behind. It takes the place of the index without the id, so that updates pay for no more.

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_private_keys_organization_id_encryption_key_id_id
    ON private_keys (organization_id, encryption_key_id, id);
