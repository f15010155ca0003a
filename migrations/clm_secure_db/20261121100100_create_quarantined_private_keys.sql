-- Rows that did not decrypt in a rotation, or whose key does not belong to their certificate. The reason is one for all:
-- what was changed in a row is not told (requirement K1). released_at is set where the rotation is resumed and tries again.

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

CREATE TABLE IF NOT EXISTS quarantined_private_keys (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    organization_id uuid NOT NULL,
    key_rotation_id uuid NOT NULL,
    private_key_id uuid NOT NULL,
    certificate_id uuid NOT NULL,
    reason varchar(50) NOT NULL DEFAULT 'key_unusable',
    quarantined_at timestamptz NOT NULL DEFAULT now(),
    released_at timestamptz,
    CONSTRAINT pk_quarantined_private_keys PRIMARY KEY (id),
    CONSTRAINT uq_quarantined_private_keys_key_rotation_id_private_key_id
        UNIQUE (organization_id, key_rotation_id, private_key_id),
    CONSTRAINT ck_quarantined_private_keys_reason CHECK (reason IN ('key_unusable')),
    CONSTRAINT fk_quarantined_private_keys_key_rotation_id FOREIGN KEY (key_rotation_id)
        REFERENCES key_rotations (id) ON DELETE RESTRICT,
    CONSTRAINT fk_quarantined_private_keys_private_key_id FOREIGN KEY (private_key_id)
        REFERENCES private_keys (id) ON DELETE RESTRICT,
    CONSTRAINT fk_quarantined_private_keys_certificate_id FOREIGN KEY (certificate_id)
        REFERENCES certificates (id) ON DELETE RESTRICT
);

CREATE INDEX IF NOT EXISTS idx_quarantined_private_keys_key_rotation_id
    ON quarantined_private_keys (key_rotation_id, private_key_id);
CREATE INDEX IF NOT EXISTS idx_quarantined_private_keys_private_key_id ON quarantined_private_keys (private_key_id);
CREATE INDEX IF NOT EXISTS idx_quarantined_private_keys_certificate_id ON quarantined_private_keys (certificate_id);

ALTER TABLE quarantined_private_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE quarantined_private_keys FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_isolation ON quarantined_private_keys;
CREATE POLICY tenant_isolation ON quarantined_private_keys
    USING (organization_id = nullif(current_setting('clm.organization_id', true), '')::uuid)
    WITH CHECK (organization_id = nullif(current_setting('clm.organization_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON quarantined_private_keys TO clm_secure_user, clm_secure_service;

COMMENT ON COLUMN quarantined_private_keys.organization_id IS 'cross-database reference: clm_core_db.organizations';
