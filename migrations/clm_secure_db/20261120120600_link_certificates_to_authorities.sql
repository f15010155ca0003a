-- Says who issued a certificate; NULL for a root and for what was imported.

ALTER TABLE certificates ADD COLUMN IF NOT EXISTS issuer_authority_id uuid;

ALTER TABLE certificates DROP CONSTRAINT IF EXISTS fk_certificates_issuer_authority_id;
ALTER TABLE certificates ADD CONSTRAINT fk_certificates_issuer_authority_id FOREIGN KEY (issuer_authority_id)
    REFERENCES certificate_authorities (id) ON DELETE RESTRICT NOT VALID;
ALTER TABLE certificates VALIDATE CONSTRAINT fk_certificates_issuer_authority_id;

-- RFC 5280, 4.1.2.2: a serial number is unique per authority. Also lists what an authority issued.
CREATE UNIQUE INDEX IF NOT EXISTS uq_certificates_issuer_authority_id_serial_number
    ON certificates (issuer_authority_id, serial_number) WHERE issuer_authority_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_certificates_issuer_authority_id_revoked
    ON certificates (issuer_authority_id, revoked_at) WHERE revoked_at IS NOT NULL;

COMMENT ON COLUMN certificates.issuer_authority_id IS 'NULL for a root and for what was imported';
