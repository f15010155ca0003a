-- What clm_core_db still has to learn, written in the transaction of the change.

CREATE TABLE IF NOT EXISTS outbox (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    sequence bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    organization_id uuid NOT NULL,
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

-- A commit with a NOTIFY waits for every other such commit, and wakes relays for nothing where the writer has reserved
-- the delivery of its events to itself for a moment.
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

COMMENT ON COLUMN outbox.organization_id IS 'cross-database reference: clm_core_db.organizations';
COMMENT ON COLUMN outbox.aggregate_id IS 'no reference: the id of the row the event is about, kept after that is gone';
