-- Certificates that name a key are counted in pieces, each of which goes on by id where the last one ended. New ones name none,
-- and pay nothing for it.

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_certificates_encryption_key_id_id
    ON certificates (encryption_key_id, id) WHERE encryption_key_id IS NOT NULL;
