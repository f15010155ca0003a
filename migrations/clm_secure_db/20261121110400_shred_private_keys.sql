-- Crypto-shredding: the one way to destroy a key that private keys are still under. Each of them is marked first; a marked
-- row no longer keeps its key. Only the service role marks, only for a destruction that was asked for and is due, and never
-- back: so a psql session of the application role can still neither destroy a key nor make it look unused.

ALTER TABLE encryption_keys ADD COLUMN IF NOT EXISTS destroyed_at timestamptz;
ALTER TABLE private_keys ADD COLUMN IF NOT EXISTS shredded_at timestamptz;

CREATE OR REPLACE FUNCTION public.guard_shredding() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.shredded_at IS NULL OR (TG_OP = 'UPDATE' AND NEW.encryption_key_id <> OLD.encryption_key_id)
        OR NOT (SELECT r.rolbypassrls OR r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user)
        OR NOT EXISTS (
            SELECT FROM public.key_destructions d
            WHERE d.encryption_key_id = NEW.encryption_key_id AND d.state = 'scheduled' AND d.shred AND d.due_at <= now())
    THEN
        RAISE EXCEPTION 'private key % is shredded by a destruction that is due, in the service role only', NEW.id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

-- As in 20261121100300_keep_referenced_encryption_keys.sql, but for rows that were shredded.
CREATE OR REPLACE FUNCTION public.keep_referenced_key() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    tenant_before text := current_setting('clm.organization_id', true);
BEGIN
    -- A snapshot taken before the lock would not show what was committed while waiting for it.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'a key is retired or destroyed at isolation level read committed only'
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    PERFORM set_config('clm.organization_id', OLD.organization_id::text, true);
    PERFORM FROM public.encryption_keys k WHERE k.id = OLD.id FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'encryption key % cannot be locked', OLD.id USING ERRCODE = 'lock_not_available';
    END IF;
    PERFORM set_config('clm.organization_id', coalesce(tenant_before, ''), true);
    IF EXISTS (SELECT FROM public.private_keys p WHERE p.encryption_key_id = OLD.id AND p.shredded_at IS NULL)
        OR EXISTS (SELECT FROM public.certificates c WHERE c.encryption_key_id = OLD.id)
    THEN
        RAISE EXCEPTION 'encryption key % is still referenced', OLD.id
            USING ERRCODE = 'foreign_key_violation', HINT = 'Rotate the key: its rows move to the next one first.';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION public.guard_shredding(), public.keep_referenced_key() FROM PUBLIC;

DROP TRIGGER IF EXISTS trg_private_keys_shredding ON private_keys;
CREATE TRIGGER trg_private_keys_shredding BEFORE UPDATE ON private_keys
    FOR EACH ROW WHEN (NEW.shredded_at IS DISTINCT FROM OLD.shredded_at)
    EXECUTE FUNCTION public.guard_shredding();
DROP TRIGGER IF EXISTS trg_private_keys_inserted_shredded ON private_keys;
CREATE TRIGGER trg_private_keys_inserted_shredded BEFORE INSERT ON private_keys
    FOR EACH ROW WHEN (NEW.shredded_at IS NOT NULL)
    EXECUTE FUNCTION public.guard_shredding();
