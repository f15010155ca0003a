-- What became of rows here because rows of clm_core_db were deleted there, so that a restore takes back exactly that.
-- departed_targets is the platform's: ids and nothing else. Evidence that keeps such an id is marked by its entry there.

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

CREATE TABLE IF NOT EXISTS departed_targets (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    target_table varchar(63) NOT NULL,
    target_id uuid NOT NULL,
    is_departed boolean NOT NULL,
    is_removed boolean NOT NULL DEFAULT false,
    is_complete boolean NOT NULL DEFAULT false,
    event_id uuid NOT NULL,
    event_sequence bigint NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    second_look_at timestamptz,
    CONSTRAINT pk_departed_targets PRIMARY KEY (id),
    CONSTRAINT uq_departed_targets_target_id_target_table UNIQUE (target_id, target_table)
);

CREATE INDEX IF NOT EXISTS idx_departed_targets_second_look_at
    ON departed_targets (second_look_at) WHERE second_look_at IS NOT NULL;

CREATE TABLE IF NOT EXISTS cascade_effects (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    organization_id uuid,
    reference varchar(63) NOT NULL,
    row_id uuid NOT NULL,
    target_id uuid NOT NULL,
    event_id uuid NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    undone_at timestamptz,
    CONSTRAINT pk_cascade_effects PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS idx_cascade_effects_standing
    ON cascade_effects (target_id, reference) WHERE undone_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_cascade_effects_undone_at ON cascade_effects (undone_at) WHERE undone_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_cascade_effects_applied_at ON cascade_effects (applied_at);
CREATE INDEX IF NOT EXISTS idx_cascade_effects_organization_id ON cascade_effects (organization_id, applied_at);

ALTER TABLE cascade_effects ENABLE ROW LEVEL SECURITY;
ALTER TABLE cascade_effects FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_isolation ON cascade_effects;
CREATE POLICY tenant_isolation ON cascade_effects
    USING (organization_id = nullif(current_setting('clm.organization_id', true), '')::uuid)
    WITH CHECK (organization_id = nullif(current_setting('clm.organization_id', true), '')::uuid);

GRANT SELECT ON departed_targets TO clm_secure_user;
GRANT SELECT, INSERT ON cascade_effects TO clm_secure_user;
GRANT SELECT, INSERT, UPDATE ON departed_targets, cascade_effects TO clm_secure_service;
-- A job removes effects that nothing can take back any more.
GRANT DELETE ON cascade_effects TO clm_secure_service;

COMMENT ON COLUMN departed_targets.target_id IS 'no reference: the id of what was deleted in clm_core_db';
COMMENT ON COLUMN departed_targets.is_departed IS 'false once it was restored';
COMMENT ON COLUMN departed_targets.is_removed IS 'true where not even the soft-deleted row is left';
COMMENT ON COLUMN departed_targets.is_complete IS 'true once every row here follows the event';
COMMENT ON COLUMN departed_targets.event_id IS 'no reference: the event of the other outbox that said so';
COMMENT ON COLUMN departed_targets.event_sequence IS 'of that event: an older one changes nothing';
COMMENT ON COLUMN departed_targets.second_look_at
    IS 'when rows are looked for once more that were written while the target was being deleted';
COMMENT ON COLUMN cascade_effects.organization_id
    IS 'no reference: whose row it is, kept after the organization is gone';
COMMENT ON COLUMN cascade_effects.reference IS 'the name in the registry of references';
COMMENT ON COLUMN cascade_effects.row_id IS 'no reference: the row that was changed, kept after that is gone';
COMMENT ON COLUMN cascade_effects.target_id IS 'no reference: what the row referred to, kept to be put back';
COMMENT ON COLUMN cascade_effects.event_id IS 'no reference: the event of the other outbox that was applied';
