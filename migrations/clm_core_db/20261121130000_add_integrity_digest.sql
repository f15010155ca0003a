-- Digests of the facts that repeat clm_secure_db.certificates; the sweep compares sums of them. The executor computes them,
-- so session_replication_role does not go round it. SHA-256 and the send functions are the same on every major and platform.
-- The expression stands in clm_secure_db as well: change both.

ALTER TABLE certificate_metadata ADD COLUMN IF NOT EXISTS integrity_digest bigint GENERATED ALWAYS AS (
    ('x' || encode(substr(sha256(
        uuid_send(certificate_id) || uuid_send(organization_id) || uuid_send(owner_user_id)
        || timestamptz_send(not_before) || timestamptz_send(not_after)
        || decode(replace(certificate_type || ':' || status || ':'
            || CASE WHEN deleted_at IS NULL THEN 'live' ELSE 'deleted' END || ':' || common_name, '\', '\\'), 'escape')
    ), 1, 8), 'hex'))::bit(64)::bigint) STORED;

COMMENT ON COLUMN certificate_metadata.integrity_digest IS 'of what clm_secure_db.certificates says';
