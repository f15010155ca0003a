-- A view reads its tables as its owner, whom forced row-level security binds: without this, a login that may read every
-- row of the tables (a superuser, BYPASSRLS) would see none through the views. Whoever logs in as less is bound as before.

DO $$
DECLARE
    tenant_table text;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'clm_core_owner') THEN
        RAISE EXCEPTION 'role missing: clm_core_owner' USING ERRCODE = 'undefined_object',
            HINT = 'The bootstrap creates the roles; run it as a superuser, then migrate again.';
    END IF;

    FOREACH tenant_table IN ARRAY ARRAY['organizations', 'workflows', 'workflow_instances', 'workflow_steps', 'certificate_metadata']
    LOOP
        EXECUTE format('DROP POLICY IF EXISTS unrestricted_login_reads_views ON %I', tenant_table);
        EXECUTE format('CREATE POLICY unrestricted_login_reads_views ON %I FOR SELECT TO clm_core_owner USING ('
            '(SELECT r.rolsuper OR r.rolbypassrls FROM pg_catalog.pg_roles r WHERE r.rolname = current_user))',
            tenant_table);
    END LOOP;
END $$;
