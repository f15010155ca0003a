-- Events of clm_core_db's outbox that were applied here: they make the relay idempotent, and are what a restored
-- database is brought up to date from.

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

CREATE TABLE IF NOT EXISTS applied_events (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    sequence bigint NOT NULL,
    organization_id uuid,
    aggregate_id uuid NOT NULL,
    event_type varchar(100) NOT NULL,
    payload jsonb NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_applied_events PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS idx_applied_events_aggregate_id ON applied_events (aggregate_id, sequence);
CREATE INDEX IF NOT EXISTS idx_applied_events_applied_at ON applied_events (applied_at);

ALTER TABLE applied_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE applied_events FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_isolation ON applied_events;
CREATE POLICY tenant_isolation ON applied_events
    USING (organization_id = nullif(current_setting('clm.organization_id', true), '')::uuid)
    WITH CHECK (organization_id = nullif(current_setting('clm.organization_id', true), '')::uuid);

-- What happened never changes.
GRANT SELECT, INSERT ON applied_events TO clm_secure_user, clm_secure_service;
-- The clean-up of events past their keeping.
GRANT DELETE ON applied_events TO clm_secure_service;

COMMENT ON COLUMN applied_events.id IS 'the id the event has in the outbox';
COMMENT ON COLUMN applied_events.organization_id
    IS 'no reference: whose event it was, kept after the organization is gone';
COMMENT ON COLUMN applied_events.aggregate_id
    IS 'no reference: the id of the row the event is about, kept after that is gone';
