-- Finds the certificates of one key: hex SHA-256 of the DER SubjectPublicKeyInfo.

ALTER TABLE certificates ADD COLUMN IF NOT EXISTS public_key_sha256 varchar(64);

ALTER TABLE certificates DROP CONSTRAINT IF EXISTS ck_certificates_public_key_sha256;
ALTER TABLE certificates ADD CONSTRAINT ck_certificates_public_key_sha256
    CHECK (public_key_sha256 ~ '^[0-9a-f]{64}$') NOT VALID;
ALTER TABLE certificates VALIDATE CONSTRAINT ck_certificates_public_key_sha256;

CREATE INDEX IF NOT EXISTS idx_certificates_public_key_sha256 ON certificates (public_key_sha256);

COMMENT ON COLUMN certificates.public_key_sha256 IS 'hex SHA-256 of the DER SubjectPublicKeyInfo';
