-- The application's logins may change the columns that the application changes, and no other (requirement I6). A row that is locked
-- needs one such column: of idempotency_keys, whose rows are removed in batches, expires_at.

DO $$
DECLARE
    missing text;
BEGIN
    SELECT string_agg(required.name, ', ') INTO missing
    FROM unnest(ARRAY['clm_secure_user', 'clm_secure_service']) AS required (name)
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = required.name);
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'role missing: %', missing USING ERRCODE = 'undefined_object',
            HINT = 'The bootstrap creates the roles; run it as a superuser, then migrate again.';
    END IF;
END $$;

REVOKE UPDATE ON encryption_keys, certificates, private_keys, certificate_requests, certificate_revocations,
    certificate_authorities, crl_publications, key_rotation_history, key_rotations, quarantined_private_keys,
    key_destructions, private_key_uses, platform_signers, outbox, idempotency_keys, cascade_effects
    FROM clm_secure_user, clm_secure_service;

GRANT UPDATE (key_status, usage_count, next_rotation_at, compromised_at)
    ON encryption_keys TO clm_secure_user, clm_secure_service;
GRANT UPDATE (encrypted_key_material, master_key_id, rotation_schedule_days, destroyed_at)
    ON encryption_keys TO clm_secure_service;
GRANT UPDATE (status, revocation_reason, revoked_at, owner_user_id, quarantined_at, encryption_key_id, deleted_at)
    ON certificates TO clm_secure_user, clm_secure_service;
GRANT UPDATE (policy_id, workflow_id)
    ON certificates TO clm_secure_service;
GRANT UPDATE (encryption_key_id, encrypted_key_material, encryption_iv, encryption_auth_tag, access_count,
    last_accessed_at)
    ON private_keys TO clm_secure_user, clm_secure_service;
GRANT UPDATE (quarantined_at, shredded_at, deleted_at)
    ON private_keys TO clm_secure_service;
GRANT UPDATE (policy_id, workflow_id, deleted_at)
    ON certificate_requests TO clm_secure_service;
GRANT UPDATE (crl_entry_added, crl_sequence_number, issuer_authority_id, serial_number, crl_shard, listed_until,
    is_code_signing, is_current)
    ON certificate_revocations TO clm_secure_service;
GRANT UPDATE (is_default, last_crl_number, signing_failed_at)
    ON certificate_authorities TO clm_secure_user, clm_secure_service;
GRANT UPDATE (covered_change, crl_number, this_update, next_update, entry_count, published_at, claimed_until,
    settling_since, settled_until, open_shard, is_described)
    ON crl_publications TO clm_secure_service;
GRANT UPDATE (rotation_type, items_re_encrypted, rotation_completed_at, rotation_status, error_message)
    ON key_rotation_history TO clm_secure_user, clm_secure_service;
GRANT UPDATE (phase, direction, items_total, items_done, items_failed, items_verified, rows_per_second, next_batch_at,
    measured_from, measured_from_items, progressed_at, paused_at, abandoned_at, failed_attempts, retry_at,
    verifier, verifier_until, record, record_signer_id, updated_at)
    ON key_rotations TO clm_secure_user, clm_secure_service;
GRANT UPDATE (quarantined_at, released_at)
    ON quarantined_private_keys TO clm_secure_user, clm_secure_service;
GRANT UPDATE (state, cancelled_by_user_id, ended_at)
    ON key_destructions TO clm_secure_user, clm_secure_service;
GRANT UPDATE (due_seen_at, material_sha256, private_keys_lost, audit_event_id)
    ON key_destructions TO clm_secure_service;
GRANT UPDATE (used_on, uses)
    ON private_key_uses TO clm_secure_user;
GRANT UPDATE (signer_status, replaced_at)
    ON platform_signers TO clm_secure_service;
GRANT UPDATE (state, attempts, next_attempt_at, last_error, done_at)
    ON outbox TO clm_secure_service;
GRANT UPDATE (expires_at)
    ON idempotency_keys TO clm_secure_service;
GRANT UPDATE (undone_at)
    ON cascade_effects TO clm_secure_service;

-- What a list says of a revocation is filled by its trigger.
REVOKE INSERT ON certificate_revocations FROM clm_secure_user, clm_secure_service;
GRANT INSERT (id, organization_id, certificate_id, revocation_date, revocation_reason, invalidity_date, revoked_by_user_id)
    ON certificate_revocations TO clm_secure_user, clm_secure_service;
