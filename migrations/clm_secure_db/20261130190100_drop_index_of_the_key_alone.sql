-- idx_private_keys_encryption_key_id_certificate_id serves what this one served.

DROP INDEX IF EXISTS idx_private_keys_encryption_key_id;
