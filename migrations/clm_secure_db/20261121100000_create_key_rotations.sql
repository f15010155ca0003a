-- What a rotation has to remember between two batches. The contract's columns are in key_rotation_history, whose id this
-- row repeats; here is what changes with every batch, and how instances share the work.

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

CREATE TABLE IF NOT EXISTS key_rotations (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    organization_id uuid NOT NULL,
    phase varchar(20) NOT NULL DEFAULT 're_encrypting',
    direction varchar(10) NOT NULL DEFAULT 'forward',
    made_new_key boolean NOT NULL DEFAULT true,
    items_total bigint NOT NULL DEFAULT 0,
    items_done bigint NOT NULL DEFAULT 0,
    items_failed bigint NOT NULL DEFAULT 0,
    items_verified bigint NOT NULL DEFAULT 0,
    verify_percent int NOT NULL DEFAULT 100,
    rows_per_second int,
    next_batch_at timestamptz NOT NULL DEFAULT now(),
    measured_from timestamptz NOT NULL DEFAULT now(),
    measured_from_items bigint NOT NULL DEFAULT 0,
    progressed_at timestamptz NOT NULL DEFAULT now(),
    paused_at timestamptz,
    verifier uuid,
    verifier_until timestamptz,
    record bytea,
    record_certificate_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_key_rotations PRIMARY KEY (id),
    CONSTRAINT ck_key_rotations_phase CHECK (phase IN ('re_encrypting', 'verifying', 'ended')),
    CONSTRAINT ck_key_rotations_direction CHECK (direction IN ('forward', 'back')),
    CONSTRAINT ck_key_rotations_verify_percent CHECK (verify_percent BETWEEN 1 AND 100),
    CONSTRAINT ck_key_rotations_rows_per_second CHECK (rows_per_second > 0),
    CONSTRAINT fk_key_rotations_id FOREIGN KEY (id) REFERENCES key_rotation_history (id) ON DELETE RESTRICT,
    CONSTRAINT fk_key_rotations_record_certificate_id FOREIGN KEY (record_certificate_id)
        REFERENCES certificates (id) ON DELETE RESTRICT
);

-- Whoever starts second is refused. An organization has one active data key, so it has one running rotation.
CREATE UNIQUE INDEX IF NOT EXISTS uq_key_rotations_organization_id_running
    ON key_rotations (organization_id) WHERE phase <> 'ended';
CREATE INDEX IF NOT EXISTS idx_key_rotations_organization_id ON key_rotations (organization_id, id);
CREATE INDEX IF NOT EXISTS idx_key_rotations_record_certificate_id ON key_rotations (record_certificate_id);

DROP TRIGGER IF EXISTS trg_key_rotations_updated_at ON key_rotations;
CREATE TRIGGER trg_key_rotations_updated_at BEFORE UPDATE ON key_rotations
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

ALTER TABLE key_rotations ENABLE ROW LEVEL SECURITY;
ALTER TABLE key_rotations FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_isolation ON key_rotations;
CREATE POLICY tenant_isolation ON key_rotations
    USING (organization_id = nullif(current_setting('clm.organization_id', true), '')::uuid)
    WITH CHECK (organization_id = nullif(current_setting('clm.organization_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON key_rotations TO clm_secure_user, clm_secure_service;

COMMENT ON COLUMN key_rotations.organization_id IS 'cross-database reference: clm_core_db.organizations';
COMMENT ON COLUMN key_rotations.verifier IS 'no reference: the process that verifies, as long as verifier_until lies ahead';
COMMENT ON COLUMN key_rotations.made_new_key IS 'false where the rows moved to a key that was there already';
COMMENT ON COLUMN key_rotations.record IS 'CMS SignedData (DER) around the completion record';
