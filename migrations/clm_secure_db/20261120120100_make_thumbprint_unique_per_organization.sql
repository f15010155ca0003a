-- A global UNIQUE would tell one tenant which certificates another has.

ALTER TABLE certificates DROP CONSTRAINT IF EXISTS uq_certificates_organization_id_thumbprint_sha256;
ALTER TABLE certificates ADD CONSTRAINT uq_certificates_organization_id_thumbprint_sha256
    UNIQUE (organization_id, thumbprint_sha256);
ALTER TABLE certificates DROP CONSTRAINT IF EXISTS uq_certificates_thumbprint_sha256;
