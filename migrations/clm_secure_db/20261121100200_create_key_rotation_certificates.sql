-- The certificates whose private key was under a compromised data key: to be revoked and issued again. Kept, because
-- afterwards their rows are under the new key and nothing else tells.

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

CREATE TABLE IF NOT EXISTS key_rotation_certificates (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    organization_id uuid NOT NULL,
    key_rotation_id uuid NOT NULL,
    certificate_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_key_rotation_certificates PRIMARY KEY (id),
    CONSTRAINT uq_key_rotation_certificates_key_rotation_id_certificate_id
        UNIQUE (organization_id, key_rotation_id, certificate_id),
    CONSTRAINT fk_key_rotation_certificates_key_rotation_id FOREIGN KEY (key_rotation_id)
        REFERENCES key_rotations (id) ON DELETE RESTRICT,
    CONSTRAINT fk_key_rotation_certificates_certificate_id FOREIGN KEY (certificate_id)
        REFERENCES certificates (id) ON DELETE RESTRICT
);

CREATE INDEX IF NOT EXISTS idx_key_rotation_certificates_key_rotation_id
    ON key_rotation_certificates (key_rotation_id, certificate_id);
CREATE INDEX IF NOT EXISTS idx_key_rotation_certificates_certificate_id ON key_rotation_certificates (certificate_id);

ALTER TABLE key_rotation_certificates ENABLE ROW LEVEL SECURITY;
ALTER TABLE key_rotation_certificates FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_isolation ON key_rotation_certificates;
CREATE POLICY tenant_isolation ON key_rotation_certificates
    USING (organization_id = nullif(current_setting('clm.organization_id', true), '')::uuid)
    WITH CHECK (organization_id = nullif(current_setting('clm.organization_id', true), '')::uuid);

-- What was under a compromised key stays so: nobody changes or removes a line.
GRANT SELECT, INSERT ON key_rotation_certificates TO clm_secure_user, clm_secure_service;

COMMENT ON COLUMN key_rotation_certificates.organization_id IS 'cross-database reference: clm_core_db.organizations';
