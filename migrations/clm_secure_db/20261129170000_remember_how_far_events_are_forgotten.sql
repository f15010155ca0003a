-- How far events of clm_core_db are forgotten here, written by the deletion itself: whoever asks whether this database knows an
-- event that clm_core_db delivered can tell an event that it forgot from one that a restore took.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'clm_secure_service') THEN
        RAISE EXCEPTION 'role missing: clm_secure_service' USING ERRCODE = 'undefined_object',
            HINT = 'The bootstrap creates the roles; run it as a superuser, then migrate again.';
    END IF;
END $$;

CREATE TABLE IF NOT EXISTS forgotten_events (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    is_only boolean NOT NULL DEFAULT true,
    up_to_sequence bigint NOT NULL,
    forgotten_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_forgotten_events PRIMARY KEY (id),
    CONSTRAINT uq_forgotten_events_is_only UNIQUE (is_only),
    CONSTRAINT ck_forgotten_events_is_only CHECK (is_only)
);

GRANT SELECT, INSERT, UPDATE ON forgotten_events TO clm_secure_service;

COMMENT ON COLUMN forgotten_events.up_to_sequence IS 'the highest outbox.sequence of clm_core_db whose event was deleted from applied_events';
