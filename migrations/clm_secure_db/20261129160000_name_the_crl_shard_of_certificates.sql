-- Which list a certificate names in its CRL distribution point (RFC 5280, 4.2.1.13): 0 the authority's full list, n its shard n.

ALTER TABLE certificates ADD COLUMN IF NOT EXISTS crl_shard int NOT NULL DEFAULT 0;

ALTER TABLE certificates DROP CONSTRAINT IF EXISTS ck_certificates_crl_shard;
ALTER TABLE certificates ADD CONSTRAINT ck_certificates_crl_shard CHECK (crl_shard >= 0) NOT VALID;
ALTER TABLE certificates VALIDATE CONSTRAINT ck_certificates_crl_shard;

COMMENT ON COLUMN certificates.crl_shard IS 'the list that the certificate names: 0 the full one, n the shard n';
