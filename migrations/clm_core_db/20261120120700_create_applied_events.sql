-- Events of clm_secure_db's outbox that were applied here: they make the relay idempotent, and are what a restored
-- database is brought up to date from.

CREATE TABLE IF NOT EXISTS applied_events (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    sequence bigint NOT NULL,
    organization_id uuid NOT NULL,
    aggregate_id uuid NOT NULL,
    event_type varchar(100) NOT NULL,
    payload jsonb NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_applied_events PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS idx_applied_events_aggregate_id ON applied_events (aggregate_id, sequence);
CREATE INDEX IF NOT EXISTS idx_applied_events_applied_at ON applied_events (applied_at);

COMMENT ON COLUMN applied_events.id IS 'the id the event has in the outbox';
COMMENT ON COLUMN applied_events.organization_id
    IS 'no reference: whose event it was, kept after the organization is gone';
COMMENT ON COLUMN applied_events.aggregate_id
    IS 'no reference: the id of the row the event is about, kept after that is gone';
