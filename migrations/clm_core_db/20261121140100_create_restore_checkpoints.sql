-- Restore safety. Every minute both databases store one and the same pair, first clm_secure_db, then here: what is here is in both.
-- A database that lacks the other's latest pair was restored to an older state; the fence then stops all writes.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'clm_core_service') THEN
        RAISE EXCEPTION 'role missing: clm_core_service' USING ERRCODE = 'undefined_object',
            HINT = 'The bootstrap creates the roles; run it as a superuser, then migrate again.';
    END IF;
END $$;

CREATE TABLE IF NOT EXISTS restore_checkpoints (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    pair_number bigint NOT NULL,
    taken_at timestamptz NOT NULL DEFAULT now(),
    completed_at timestamptz,
    CONSTRAINT pk_restore_checkpoints PRIMARY KEY (id),
    CONSTRAINT uq_restore_checkpoints_pair_number UNIQUE (pair_number)
);

CREATE INDEX IF NOT EXISTS idx_restore_checkpoints_taken_at ON restore_checkpoints (taken_at);

COMMENT ON COLUMN restore_checkpoints.id IS 'the same in both databases';

CREATE TABLE IF NOT EXISTS restore_fences (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    is_raised boolean NOT NULL DEFAULT true,
    older_database varchar(20) NOT NULL,
    reason text NOT NULL,
    raised_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_restore_fences PRIMARY KEY (id),
    CONSTRAINT uq_restore_fences_is_raised UNIQUE (is_raised),
    CONSTRAINT ck_restore_fences_is_raised CHECK (is_raised),
    CONSTRAINT ck_restore_fences_older_database CHECK (older_database IN ('secure', 'core', 'both'))
);

GRANT SELECT, INSERT ON restore_checkpoints, restore_fences TO clm_core_service;
-- Completing a pair.
GRANT UPDATE ON restore_checkpoints TO clm_core_service;
-- Pairs past their keeping; a fence that is lifted.
GRANT DELETE ON restore_checkpoints, restore_fences TO clm_core_service;
-- A restored database must not give out numbers that the other one has seen.
GRANT SELECT, UPDATE ON SEQUENCE outbox_sequence_seq TO clm_core_service;
