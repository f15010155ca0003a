-- Who may do what. Nothing is granted that a role does not need; each DELETE carries its reason.

DO $$
DECLARE
    missing text;
BEGIN
    SELECT string_agg(required.name, ', ') INTO missing
    FROM unnest(ARRAY['clm_secure_user', 'clm_secure_service', 'clm_maintenance', 'clm_auditor', 'clm_reporter',
        'clm_backup']) AS required (name)
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = required.name);
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'role missing: %', missing USING ERRCODE = 'undefined_object',
            HINT = 'The bootstrap creates the roles; run it as a superuser, then migrate again.';
    END IF;
END $$;

DO $$
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO clm_secure_user, clm_secure_service, clm_maintenance, '
        'clm_auditor, clm_reporter, clm_backup', current_database());
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public
    TO clm_secure_user, clm_secure_service, clm_maintenance, clm_auditor, clm_reporter, clm_backup;

DO $$
BEGIN
    IF EXISTS (
        SELECT FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
        WHERE d.datname = current_database() AND a.grantee = 0
        UNION ALL
        SELECT FROM pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
        WHERE n.nspname = 'public' AND a.grantee = 0)
    THEN
        RAISE EXCEPTION 'PUBLIC still has privileges on database % or its schema public', current_database()
            USING HINT = 'Only their owner can revoke them: run the bootstrap as a superuser, then migrate again.';
    END IF;
END $$;

GRANT SELECT, INSERT, UPDATE
    ON encryption_keys, certificates, private_keys, certificate_requests, certificate_revocations, key_rotation_history,
        certificate_authorities, outbox, idempotency_keys
    TO clm_secure_user, clm_secure_service;
-- What was signed never changes.
GRANT SELECT, INSERT ON certificate_revocation_lists TO clm_secure_user, clm_secure_service;
GRANT SELECT, INSERT ON secure_audit_log TO clm_secure_user, clm_secure_service;
-- Filled by its trigger alone.
GRANT SELECT ON blocked_keys TO clm_secure_user, clm_secure_service;
-- The clean-up of expired answers, of events that are done and of CRLs that were superseded and have run out.
GRANT DELETE ON idempotency_keys, outbox, certificate_revocation_lists TO clm_secure_service;

-- DELETE only passes the append-only trigger for entries that are archived and sealed.
GRANT SELECT, DELETE ON secure_audit_log TO clm_maintenance;
GRANT SELECT ON secure_audit_log TO clm_auditor;
GRANT SELECT ON active_certificates, expiring_certificates TO clm_reporter;
GRANT SELECT ON active_certificates, expiring_certificates TO clm_secure_user, clm_secure_service;

GRANT SELECT ON ALL TABLES IN SCHEMA public TO clm_backup;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO clm_backup;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO clm_backup;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON SEQUENCES TO clm_backup;

-- The service verifies the schema before it serves. A run by hand keeps no history.
DO $$
BEGIN
    IF to_regclass('public.schema_migrations') IS NOT NULL THEN
        GRANT SELECT ON public.schema_migrations TO clm_secure_user, clm_secure_service;
    END IF;
END $$;
