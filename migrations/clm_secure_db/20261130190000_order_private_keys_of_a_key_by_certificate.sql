-- What a key seals, by organization and in the order in which certificates are listed: a page of them costs a page, and from one
-- organization under a key to the next it is one step, however many others there are. It takes the place of the index of the key
-- alone, so that updates pay for no more.

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_private_keys_encryption_key_id_certificate_id
    ON private_keys (encryption_key_id, organization_id, certificate_id);
