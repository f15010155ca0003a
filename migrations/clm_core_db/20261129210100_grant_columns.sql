-- The application's logins may change the columns that the application changes, and no other: a tenant's login annotates what
-- certificate_metadata repeat of a certificate, and changes none of it. A row that is locked needs one such column: of
-- idempotency_keys, whose rows are removed in batches, expires_at.

DO $$
DECLARE
    missing text;
BEGIN
    SELECT string_agg(required.name, ', ') INTO missing
    FROM unnest(ARRAY['clm_core_user', 'clm_core_service']) AS required (name)
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = required.name);
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'role missing: %', missing USING ERRCODE = 'undefined_object',
            HINT = 'The bootstrap creates the roles; run it as a superuser, then migrate again.';
    END IF;
END $$;

REVOKE UPDATE ON certificate_metadata, outbox, idempotency_keys, cascade_effects FROM clm_core_user, clm_core_service;

GRANT UPDATE (tags, category, environment, custom_fields, notes)
    ON certificate_metadata TO clm_core_user;
GRANT UPDATE (organization_id, common_name, certificate_type, status, not_before, not_after, owner_user_id, deleted_at,
    source_sequence, secure_lost_at, tags, category, environment, custom_fields, notes)
    ON certificate_metadata TO clm_core_service;
GRANT UPDATE (state, attempts, next_attempt_at, last_error, done_at)
    ON outbox TO clm_core_service;
GRANT UPDATE (expires_at)
    ON idempotency_keys TO clm_core_service;
GRANT UPDATE (undone_at)
    ON cascade_effects TO clm_core_service;
