-- idx_private_keys_organization_id_encryption_key_id_id serves what this one served.

DROP INDEX IF EXISTS idx_private_keys_organization_id_encryption_key_id;
