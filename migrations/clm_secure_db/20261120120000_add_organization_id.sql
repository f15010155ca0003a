-- Every row of a tenant says whose it is. NULL, where it is possible, is the platform's own.

ALTER TABLE encryption_keys ADD COLUMN IF NOT EXISTS organization_id uuid;
ALTER TABLE certificates ADD COLUMN IF NOT EXISTS organization_id uuid;
ALTER TABLE private_keys ADD COLUMN IF NOT EXISTS organization_id uuid;
ALTER TABLE certificate_requests ADD COLUMN IF NOT EXISTS organization_id uuid;
ALTER TABLE certificate_revocations ADD COLUMN IF NOT EXISTS organization_id uuid;
ALTER TABLE key_rotation_history ADD COLUMN IF NOT EXISTS organization_id uuid;
ALTER TABLE secure_audit_log ADD COLUMN IF NOT EXISTS organization_id uuid;

-- SET NOT NULL trusts a validated check and so reads the table under VALIDATE's weaker lock only.
DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY
        ARRAY['certificates', 'private_keys', 'certificate_requests', 'certificate_revocations']
    LOOP
        EXECUTE format('ALTER TABLE %I DROP CONSTRAINT IF EXISTS ck_organization_id_present', tenant_table);
        EXECUTE format('ALTER TABLE %I ADD CONSTRAINT ck_organization_id_present '
            'CHECK (organization_id IS NOT NULL) NOT VALID', tenant_table);
        EXECUTE format('ALTER TABLE %I VALIDATE CONSTRAINT ck_organization_id_present', tenant_table);
        EXECUTE format('ALTER TABLE %I ALTER COLUMN organization_id SET NOT NULL', tenant_table);
        EXECUTE format('ALTER TABLE %I DROP CONSTRAINT ck_organization_id_present', tenant_table);
    END LOOP;
END $$;

COMMENT ON COLUMN encryption_keys.organization_id IS 'cross-database reference: clm_core_db.organizations';
COMMENT ON COLUMN certificates.organization_id IS 'cross-database reference: clm_core_db.organizations';
COMMENT ON COLUMN private_keys.organization_id IS 'cross-database reference: clm_core_db.organizations';
COMMENT ON COLUMN certificate_requests.organization_id IS 'cross-database reference: clm_core_db.organizations';
COMMENT ON COLUMN certificate_revocations.organization_id IS 'cross-database reference: clm_core_db.organizations';
COMMENT ON COLUMN key_rotation_history.organization_id IS 'cross-database reference: clm_core_db.organizations';
COMMENT ON COLUMN secure_audit_log.organization_id IS 'cross-database reference: clm_core_db.organizations';
