-- Rows of other tenants do not exist for a transaction, and without a tenant none does. NULL is the platform's:
-- every tenant reads it, none writes it. FORCE binds the owner too. After SET LOCAL ends the setting is '', not NULL.
-- users, roles, user_roles and sessions are nobody's: people belong to organizations by membership.

DO $$
DECLARE
    missing text;
    tenant_table text;
    tenant CONSTANT text := 'nullif(current_setting(''clm.organization_id'', true), '''')';
BEGIN
    SELECT string_agg(required.name, ', ') INTO missing
    FROM unnest(ARRAY['clm_auditor', 'clm_maintenance']) AS required (name)
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = required.name);
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'role missing: %', missing USING ERRCODE = 'undefined_object',
            HINT = 'The bootstrap creates the roles; run it as a superuser, then migrate again.';
    END IF;

    FOREACH tenant_table IN ARRAY ARRAY['organizations', 'user_organizations', 'policies', 'workflows',
        'workflow_instances', 'workflow_steps', 'notifications', 'audit_log', 'api_keys', 'certificate_metadata',
        'applied_events']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('DROP POLICY IF EXISTS tenant_isolation ON %I', tenant_table);
    END LOOP;

    EXECUTE format('CREATE POLICY tenant_isolation ON organizations USING (id = %1$s::uuid) '
        'WITH CHECK (id = %1$s::uuid)', tenant);

    FOREACH tenant_table IN ARRAY ARRAY['user_organizations', 'policies', 'workflows', 'workflow_instances',
        'workflow_steps', 'notifications', 'audit_log', 'api_keys', 'certificate_metadata', 'applied_events']
    LOOP
        EXECUTE format('CREATE POLICY tenant_isolation ON %1$I USING (organization_id = %2$s::uuid) '
            'WITH CHECK (organization_id = %2$s::uuid)', tenant_table, tenant);
    END LOOP;

    -- For reading alone: under a policy that also covers UPDATE, a tenant could make a row of the platform its own.
    FOREACH tenant_table IN ARRAY ARRAY['policies', 'workflows', 'workflow_instances', 'workflow_steps',
        'notifications', 'audit_log', 'api_keys']
    LOOP
        EXECUTE format('DROP POLICY IF EXISTS platform_rows_are_readable ON %I', tenant_table);
        EXECUTE format('CREATE POLICY platform_rows_are_readable ON %I FOR SELECT '
            'USING (organization_id IS NULL AND %s IS NOT NULL)', tenant_table, tenant);
    END LOOP;
END $$;

DROP POLICY IF EXISTS auditor_reads_all ON audit_log;
CREATE POLICY auditor_reads_all ON audit_log FOR SELECT TO clm_auditor USING (true);
DROP POLICY IF EXISTS maintenance_reads_all ON audit_log;
CREATE POLICY maintenance_reads_all ON audit_log FOR SELECT TO clm_maintenance USING (true);
DROP POLICY IF EXISTS maintenance_deletes_all ON audit_log;
CREATE POLICY maintenance_deletes_all ON audit_log FOR DELETE TO clm_maintenance USING (true);
