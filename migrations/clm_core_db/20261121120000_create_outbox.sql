-- What clm_secure_db still has to learn, written in the transaction of the change. organization_id is NULL where the row
-- belongs to no organization: people, and the platform's own policies and workflows.

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

CREATE TABLE IF NOT EXISTS outbox (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    sequence bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    organization_id uuid,
    aggregate_id uuid NOT NULL,
    event_type varchar(100) NOT NULL,
    payload jsonb NOT NULL,
    state varchar(20) NOT NULL DEFAULT 'pending',
    attempts int NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    last_error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    done_at timestamptz,
    CONSTRAINT pk_outbox PRIMARY KEY (id),
    CONSTRAINT uq_outbox_sequence UNIQUE (sequence),
    CONSTRAINT ck_outbox_state CHECK (state IN ('pending', 'done', 'blocked'))
);

CREATE INDEX IF NOT EXISTS idx_outbox_pending ON outbox (sequence) WHERE state = 'pending';
CREATE INDEX IF NOT EXISTS idx_outbox_unfinished ON outbox (aggregate_id, sequence) WHERE state <> 'done';
CREATE INDEX IF NOT EXISTS idx_outbox_done ON outbox (done_at) WHERE state = 'done';

CREATE OR REPLACE FUNCTION public.notify_outbox() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM new_rows WHERE next_attempt_at <= now()) THEN
        PERFORM pg_notify('clm_outbox', '');
    END IF;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION public.notify_outbox() FROM PUBLIC;

DROP TRIGGER IF EXISTS trg_outbox_notify ON outbox;
CREATE TRIGGER trg_outbox_notify AFTER INSERT ON outbox
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.notify_outbox();

ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_isolation ON outbox;
CREATE POLICY tenant_isolation ON outbox
    USING (organization_id = nullif(current_setting('clm.organization_id', true), '')::uuid)
    WITH CHECK (organization_id = nullif(current_setting('clm.organization_id', true), '')::uuid);
-- users have no tenant, so whoever may change one may also record that it changed.
DROP POLICY IF EXISTS changes_of_people_are_recorded ON outbox;
CREATE POLICY changes_of_people_are_recorded ON outbox FOR INSERT WITH CHECK (organization_id IS NULL);

GRANT SELECT, INSERT ON outbox TO clm_core_user;
-- The relay's marks, and the clean-up of events that are done.
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO clm_core_service;

COMMENT ON COLUMN outbox.organization_id IS 'no reference: whose change it was, kept after the organization is gone';
COMMENT ON COLUMN outbox.aggregate_id IS 'no reference: the id of the row the event is about, kept after that is gone';
