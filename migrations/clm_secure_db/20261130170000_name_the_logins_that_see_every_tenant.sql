-- A login that sees every tenant is named: BYPASSRLS takes a superuser to give, or from PostgreSQL 16 on whoever has it, and a
-- managed server has neither. Where it was given, these change nothing.

DO $$
DECLARE
    missing text;
    tenant_table text;
BEGIN
    SELECT string_agg(required.name, ', ') INTO missing
    FROM unnest(ARRAY['clm_secure_owner', 'clm_secure_service', 'clm_backup']) AS required (name)
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = required.name);
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'role missing: %', missing USING ERRCODE = 'undefined_object',
            HINT = 'The bootstrap creates the roles; run it as an administrator, then migrate again.';
    END IF;

    FOREACH tenant_table IN ARRAY ARRAY[
        'encryption_keys', 'certificates', 'private_keys', 'certificate_requests', 'certificate_revocations',
        'key_rotation_history', 'secure_audit_log', 'certificate_authorities', 'certificate_revocation_lists',
        'outbox', 'idempotency_keys', 'key_rotations', 'quarantined_private_keys', 'key_rotation_certificates',
        'key_destructions', 'applied_events', 'cascade_effects', 'private_key_uses', 'crl_publications',
        'partial_revocation_lists']
    LOOP
        EXECUTE format('DROP POLICY IF EXISTS service_sees_every_tenant ON %I', tenant_table);
        EXECUTE format('CREATE POLICY service_sees_every_tenant ON %I TO clm_secure_service USING (true) WITH CHECK (true)',
            tenant_table);
        EXECUTE format('DROP POLICY IF EXISTS backup_reads_every_tenant ON %I', tenant_table);
        EXECUTE format('CREATE POLICY backup_reads_every_tenant ON %I FOR SELECT TO clm_backup USING (true)', tenant_table);
    END LOOP;

    -- The views' owner reads for whoever asks, who is the current_user here.
    FOREACH tenant_table IN ARRAY ARRAY[
        'certificates']
    LOOP
        EXECUTE format('DROP POLICY IF EXISTS unrestricted_login_reads_views ON %I', tenant_table);
        EXECUTE format('CREATE POLICY unrestricted_login_reads_views ON %I FOR SELECT TO clm_secure_owner USING ('
            '(SELECT r.rolsuper OR r.rolbypassrls OR r.rolname IN (''clm_secure_service'', ''clm_backup'')'
            ' FROM pg_catalog.pg_roles r WHERE r.rolname = current_user))', tenant_table);
    END LOOP;
END $$;
