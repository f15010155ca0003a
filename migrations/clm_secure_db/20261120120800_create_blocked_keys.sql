-- Keys revoked for key_compromise, refused for every tenant. The table is the platform's: only the trigger fills it.

CREATE TABLE IF NOT EXISTS blocked_keys (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    public_key_sha256 varchar(64) NOT NULL,
    certificate_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_blocked_keys PRIMARY KEY (id),
    CONSTRAINT uq_blocked_keys_public_key_sha256 UNIQUE (public_key_sha256),
    CONSTRAINT ck_blocked_keys_public_key_sha256 CHECK (public_key_sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT fk_blocked_keys_certificate_id FOREIGN KEY (certificate_id)
        REFERENCES certificates (id) ON DELETE RESTRICT
);

CREATE INDEX IF NOT EXISTS idx_blocked_keys_certificate_id ON blocked_keys (certificate_id);

-- Runs as the owner, whom forced row-level security binds too: it takes on the revocation's tenant for the look-up,
-- so a revocation can block only a key of its own organization.
CREATE OR REPLACE FUNCTION public.block_compromised_key() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    tenant_before text := current_setting('clm.organization_id', true);
    compromised text;
    is_own boolean;
BEGIN
    PERFORM set_config('clm.organization_id', NEW.organization_id::text, true);
    SELECT c.public_key_sha256 INTO compromised
    FROM public.certificates c
    WHERE c.id = NEW.certificate_id AND c.organization_id = NEW.organization_id;
    is_own := FOUND;
    PERFORM set_config('clm.organization_id', coalesce(tenant_before, ''), true);
    IF NOT is_own THEN
        RAISE EXCEPTION 'organization % has no certificate %', NEW.organization_id, NEW.certificate_id
            USING ERRCODE = 'foreign_key_violation';
    ELSIF compromised IS NULL THEN
        RAISE WARNING 'certificate % has no public_key_sha256, its key is not blocked', NEW.certificate_id;
    ELSE
        INSERT INTO public.blocked_keys (public_key_sha256, certificate_id)
        VALUES (compromised, NEW.certificate_id)
        ON CONFLICT (public_key_sha256) DO NOTHING;
    END IF;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION public.block_compromised_key() FROM PUBLIC;

DROP TRIGGER IF EXISTS trg_certificate_revocations_block_key ON certificate_revocations;
CREATE TRIGGER trg_certificate_revocations_block_key
    AFTER INSERT OR UPDATE OF revocation_reason ON certificate_revocations
    FOR EACH ROW WHEN (NEW.revocation_reason = 'key_compromise')
    EXECUTE FUNCTION public.block_compromised_key();
