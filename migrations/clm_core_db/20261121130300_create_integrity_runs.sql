-- Sweeps over both databases, and the faults they found. Both tables are the operator's and span all tenants: only the
-- service role reaches them, and they hold ids and names of columns, never a row's content but in `undo`.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'clm_core_service') THEN
        RAISE EXCEPTION 'role missing: clm_core_service' USING ERRCODE = 'undefined_object',
            HINT = 'The bootstrap creates the roles; run it as a superuser, then migrate again.';
    END IF;
END $$;

CREATE TABLE IF NOT EXISTS integrity_runs (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    started_by varchar(20) NOT NULL,
    started_by_user_id uuid NOT NULL,
    repair boolean NOT NULL DEFAULT false,
    status varchar(20) NOT NULL DEFAULT 'running',
    total bigint NOT NULL DEFAULT 0,
    done bigint NOT NULL DEFAULT 0,
    candidates int NOT NULL DEFAULT 0,
    confirmed int NOT NULL DEFAULT 0,
    repaired int NOT NULL DEFAULT 0,
    failed int NOT NULL DEFAULT 0,
    error_message text,
    started_at timestamptz NOT NULL DEFAULT now(),
    heartbeat_at timestamptz NOT NULL DEFAULT now(),
    completed_at timestamptz,
    CONSTRAINT pk_integrity_runs PRIMARY KEY (id),
    CONSTRAINT ck_integrity_runs_started_by CHECK (started_by IN ('schedule', 'api', 'command')),
    CONSTRAINT ck_integrity_runs_status CHECK (status IN ('running', 'completed', 'failed')),
    CONSTRAINT fk_integrity_runs_started_by_user_id FOREIGN KEY (started_by_user_id)
        REFERENCES users (id) ON DELETE RESTRICT
);

-- One sweep at a time, over all instances.
CREATE UNIQUE INDEX IF NOT EXISTS uq_integrity_runs_running ON integrity_runs (status) WHERE status = 'running';
CREATE INDEX IF NOT EXISTS idx_integrity_runs_started_by_user_id ON integrity_runs (started_by_user_id);

CREATE TABLE IF NOT EXISTS integrity_findings (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    run_id uuid NOT NULL,
    reference varchar(100) NOT NULL,
    kind varchar(30) NOT NULL,
    row_id uuid NOT NULL,
    row_organization_id uuid,
    target_id uuid,
    differing_columns varchar(63)[],
    state varchar(20) NOT NULL DEFAULT 'candidate',
    first_seen timestamptz NOT NULL DEFAULT now(),
    last_seen timestamptz NOT NULL DEFAULT now(),
    last_error text,
    undo jsonb,
    changed_at timestamptz NOT NULL DEFAULT now(),
    changed_by_user_id uuid,
    CONSTRAINT pk_integrity_findings PRIMARY KEY (id),
    CONSTRAINT ck_integrity_findings_kind CHECK (kind IN ('target_missing', 'target_deleted', 'other_tenant',
        'counterpart_missing', 'copies_differ')),
    CONSTRAINT ck_integrity_findings_state CHECK (state IN ('candidate', 'open', 'repaired', 'ignored', 'undone')),
    CONSTRAINT fk_integrity_findings_run_id FOREIGN KEY (run_id) REFERENCES integrity_runs (id) ON DELETE RESTRICT,
    CONSTRAINT fk_integrity_findings_changed_by_user_id FOREIGN KEY (changed_by_user_id)
        REFERENCES users (id) ON DELETE RESTRICT
);

-- A fault is one finding for as long as it stands; what was repaired is history and may come again.
CREATE UNIQUE INDEX IF NOT EXISTS uq_integrity_findings_standing
    ON integrity_findings (reference, row_id, kind) WHERE state <> 'repaired';
CREATE INDEX IF NOT EXISTS idx_integrity_findings_state ON integrity_findings (state, id);
CREATE INDEX IF NOT EXISTS idx_integrity_findings_last_seen ON integrity_findings (last_seen) WHERE state <> 'repaired';
CREATE INDEX IF NOT EXISTS idx_integrity_findings_run_id ON integrity_findings (run_id);
CREATE INDEX IF NOT EXISTS idx_integrity_findings_changed_by_user_id ON integrity_findings (changed_by_user_id);

GRANT SELECT, INSERT, UPDATE ON integrity_runs, integrity_findings TO clm_core_service;
-- A fault that is gone by itself leaves no finding.
GRANT DELETE ON integrity_findings TO clm_core_service;

COMMENT ON COLUMN integrity_findings.row_id
    IS 'no reference: the row at fault, in either database; of certificate_metadata, its certificate_id';
COMMENT ON COLUMN integrity_findings.row_organization_id
    IS 'no reference: whose the row says it is, which may be the fault';
COMMENT ON COLUMN integrity_findings.target_id IS 'no reference: what the row pointed to, which may be the fault';
COMMENT ON COLUMN integrity_findings.undo IS 'what the repair changed, as it was before and as it was made';
