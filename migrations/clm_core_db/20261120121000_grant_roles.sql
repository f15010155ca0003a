-- Who may do what. Nothing is granted that a role does not need; each DELETE carries its reason.

DO $$
DECLARE
    missing text;
BEGIN
    SELECT string_agg(required.name, ', ') INTO missing
    FROM unnest(ARRAY['clm_core_user', 'clm_core_service', 'clm_maintenance', 'clm_auditor', 'clm_reporter',
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
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO clm_core_user, clm_core_service, clm_maintenance, '
        'clm_auditor, clm_reporter, clm_backup', current_database());
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public
    TO clm_core_user, clm_core_service, clm_maintenance, clm_auditor, clm_reporter, clm_backup;

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
    ON users, roles, user_roles, organizations, user_organizations, policies, workflows, workflow_instances,
        workflow_steps, notifications, api_keys, sessions, certificate_metadata, scheduled_tasks
    TO clm_core_user, clm_core_service;
-- What happened never changes.
GRANT SELECT, INSERT ON audit_log, applied_events TO clm_core_user, clm_core_service;
-- A task that ran once is done.
GRANT DELETE ON scheduled_tasks TO clm_core_user, clm_core_service;
-- The clean-up of expired sessions and of events past their keeping.
GRANT DELETE ON sessions, applied_events TO clm_core_service;

-- DELETE only passes the append-only trigger for entries that are archived and sealed.
GRANT SELECT, DELETE ON audit_log TO clm_maintenance;
GRANT SELECT ON audit_log TO clm_auditor;
GRANT SELECT ON active_users_with_roles, pending_approvals, certificate_summary TO clm_reporter;
GRANT SELECT ON active_users_with_roles, pending_approvals, certificate_summary TO clm_core_user, clm_core_service;

GRANT SELECT ON ALL TABLES IN SCHEMA public TO clm_backup;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO clm_backup;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO clm_backup;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON SEQUENCES TO clm_backup;

-- The service verifies the schema before it serves. A run by hand keeps no history.
DO $$
BEGIN
    IF to_regclass('public.schema_migrations') IS NOT NULL THEN
        GRANT SELECT ON public.schema_migrations TO clm_core_user, clm_core_service;
    END IF;
END $$;
