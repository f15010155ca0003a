-- What people look for a certificate by. Rows that were there before, or come from an older release, are filled by a job.

ALTER TABLE certificate_metadata ADD COLUMN IF NOT EXISTS certificate_name varchar(255);
ALTER TABLE certificate_metadata ADD COLUMN IF NOT EXISTS thumbprint_sha256 varchar(64);
ALTER TABLE certificate_metadata ADD COLUMN IF NOT EXISTS thumbprint_sha1 varchar(40);
ALTER TABLE certificate_metadata ADD COLUMN IF NOT EXISTS issuer_dn text;
ALTER TABLE certificate_metadata ADD COLUMN IF NOT EXISTS subject_key_identifier varchar(255);
ALTER TABLE certificate_metadata ADD COLUMN IF NOT EXISTS authority_key_identifier varchar(255);
ALTER TABLE certificate_metadata ADD COLUMN IF NOT EXISTS extended_key_usages text[];

COMMENT ON COLUMN certificate_metadata.certificate_name IS 'certificates.certificate_id of the other database: the name for people';
COMMENT ON COLUMN certificate_metadata.extended_key_usages IS 'object identifiers; null until this row has been told';
