-- Who asked for the destruction of a key, when it is due, and what it left: the receipt. A key has one that is scheduled at
-- most; one that was cancelled stays as a line of history.

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

CREATE TABLE IF NOT EXISTS key_destructions (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    organization_id uuid NOT NULL,
    encryption_key_id uuid NOT NULL,
    state varchar(20) NOT NULL DEFAULT 'scheduled',
    shred boolean NOT NULL DEFAULT false,
    reason text,
    requested_by_user_id uuid NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now(),
    due_at timestamptz NOT NULL,
    cancelled_by_user_id uuid,
    ended_at timestamptz,
    material_sha256 varchar(64),
    private_keys_lost bigint,
    audit_event_id varchar(255),
    CONSTRAINT pk_key_destructions PRIMARY KEY (id),
    CONSTRAINT ck_key_destructions_state CHECK (state IN ('scheduled', 'cancelled', 'destroyed')),
    CONSTRAINT ck_key_destructions_receipt CHECK (state <> 'destroyed' OR (ended_at IS NOT NULL
        AND material_sha256 ~ '^[0-9a-f]{64}$' AND private_keys_lost >= 0 AND audit_event_id IS NOT NULL)),
    CONSTRAINT fk_key_destructions_encryption_key_id FOREIGN KEY (encryption_key_id)
        REFERENCES encryption_keys (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX IF NOT EXISTS uq_key_destructions_encryption_key_id_scheduled
    ON key_destructions (encryption_key_id) WHERE state = 'scheduled';
CREATE INDEX IF NOT EXISTS idx_key_destructions_encryption_key_id ON key_destructions (encryption_key_id);
CREATE INDEX IF NOT EXISTS idx_key_destructions_organization_id ON key_destructions (organization_id, encryption_key_id);
CREATE INDEX IF NOT EXISTS idx_key_destructions_due_at ON key_destructions (due_at) WHERE state = 'scheduled';

ALTER TABLE key_destructions ENABLE ROW LEVEL SECURITY;
ALTER TABLE key_destructions FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_isolation ON key_destructions;
CREATE POLICY tenant_isolation ON key_destructions
    USING (organization_id = nullif(current_setting('clm.organization_id', true), '')::uuid)
    WITH CHECK (organization_id = nullif(current_setting('clm.organization_id', true), '')::uuid);

-- The delay counts from now, whatever is inserted, and nobody but the service role ends one otherwise than by cancelling it
-- before it is due: so a psql session of the application role cannot shorten it.
CREATE OR REPLACE FUNCTION public.guard_key_destruction() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (SELECT r.rolbypassrls OR r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'scheduled' OR NEW.due_at < now() THEN
            RAISE EXCEPTION 'a destruction begins with its delay' USING ERRCODE = 'insufficient_privilege';
        END IF;
        NEW.requested_at := now();
        RETURN NEW;
    END IF;
    IF OLD.state <> 'scheduled' OR NEW.state <> 'cancelled' OR OLD.due_at <= now()
        OR (NEW.id, NEW.organization_id, NEW.encryption_key_id, NEW.shred, NEW.requested_by_user_id, NEW.requested_at,
            NEW.due_at) IS DISTINCT FROM (OLD.id, OLD.organization_id, OLD.encryption_key_id, OLD.shred,
            OLD.requested_by_user_id, OLD.requested_at, OLD.due_at)
    THEN
        RAISE EXCEPTION 'a destruction can be cancelled before it is due, and nothing else'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION public.guard_key_destruction() FROM PUBLIC;

DROP TRIGGER IF EXISTS trg_key_destructions_guard ON key_destructions;
CREATE TRIGGER trg_key_destructions_guard BEFORE INSERT OR UPDATE ON key_destructions
    FOR EACH ROW EXECUTE FUNCTION public.guard_key_destruction();

GRANT SELECT, INSERT, UPDATE ON key_destructions TO clm_secure_user, clm_secure_service;

COMMENT ON COLUMN key_destructions.organization_id IS 'cross-database reference: clm_core_db.organizations';
COMMENT ON COLUMN key_destructions.requested_by_user_id IS 'cross-database reference: clm_core_db.users';
COMMENT ON COLUMN key_destructions.cancelled_by_user_id IS 'cross-database reference: clm_core_db.users';
COMMENT ON COLUMN key_destructions.material_sha256 IS 'hex SHA-256 of the wrapped key that was erased';
