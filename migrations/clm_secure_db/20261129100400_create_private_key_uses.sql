-- How often a private key was used on the last day of its use: what access_policy.max_uses_per_day is held against. One row a
-- key. Counting begins with this table; what was used before on the same day does not count.

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

CREATE TABLE IF NOT EXISTS private_key_uses (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    organization_id uuid NOT NULL,
    private_key_id uuid NOT NULL,
    used_on date NOT NULL,
    uses int NOT NULL,
    CONSTRAINT pk_private_key_uses PRIMARY KEY (id),
    CONSTRAINT uq_private_key_uses_organization_id_private_key_id UNIQUE (organization_id, private_key_id),
    CONSTRAINT ck_private_key_uses_uses CHECK (uses > 0),
    CONSTRAINT fk_private_key_uses_private_key_id FOREIGN KEY (private_key_id)
        REFERENCES private_keys (id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS idx_private_key_uses_private_key_id ON private_key_uses (private_key_id);

ALTER TABLE private_key_uses ENABLE ROW LEVEL SECURITY;
ALTER TABLE private_key_uses FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_isolation ON private_key_uses;
CREATE POLICY tenant_isolation ON private_key_uses
    USING (organization_id = nullif(current_setting('clm.organization_id', true), '')::uuid)
    WITH CHECK (organization_id = nullif(current_setting('clm.organization_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON private_key_uses TO clm_secure_user, clm_secure_service;

COMMENT ON COLUMN private_key_uses.organization_id IS 'cross-database reference: clm_core_db.organizations';
COMMENT ON COLUMN private_key_uses.used_on IS 'the day, in UTC, that uses are counted for';
