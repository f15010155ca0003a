-- idx_certificates_encryption_key_id_id serves what this one served.

DROP INDEX IF EXISTS idx_certificates_encryption_key_id;
