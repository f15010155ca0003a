-- What lists show of a certificate, and the outbox sequence that was applied last: an older event changes nothing.

ALTER TABLE certificate_metadata ADD COLUMN IF NOT EXISTS source_sequence bigint NOT NULL DEFAULT 0;
ALTER TABLE certificate_metadata ADD COLUMN IF NOT EXISTS serial_number varchar(255);
ALTER TABLE certificate_metadata ADD COLUMN IF NOT EXISTS subject_dn text;
ALTER TABLE certificate_metadata ADD COLUMN IF NOT EXISTS key_algorithm varchar(50);

-- SET NOT NULL trusts a validated check and so reads the table under VALIDATE's weaker lock only.
ALTER TABLE certificate_metadata DROP CONSTRAINT IF EXISTS ck_organization_id_present;
ALTER TABLE certificate_metadata ADD CONSTRAINT ck_organization_id_present
    CHECK (organization_id IS NOT NULL) NOT VALID;
ALTER TABLE certificate_metadata VALIDATE CONSTRAINT ck_organization_id_present;
ALTER TABLE certificate_metadata ALTER COLUMN organization_id SET NOT NULL;
ALTER TABLE certificate_metadata DROP CONSTRAINT ck_organization_id_present;

COMMENT ON COLUMN certificate_metadata.source_sequence IS 'the outbox sequence applied last';
