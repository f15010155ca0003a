-- A data key that a row still refers to is neither retired nor destroyed, whoever asks. Two triggers meet on the key's row:
-- one that lets a row refer to a key holds FOR KEY SHARE on it until its transaction ends, one that retires a key takes
-- FOR UPDATE, which waits for all of those, and counts afterwards. So no row can slip in between count and retirement:
-- it is either committed and counted, or waits and then finds the key retired.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'clm_secure_owner') THEN
        RAISE EXCEPTION 'role missing: clm_secure_owner' USING ERRCODE = 'undefined_object',
            HINT = 'The bootstrap creates the roles; run it as a superuser, then migrate again.';
    END IF;
END $$;

-- Row-level security would hide another tenant's row from the count. The owner's own triggers, and they alone, see all.
DROP POLICY IF EXISTS owners_triggers_read_all ON private_keys;
CREATE POLICY owners_triggers_read_all ON private_keys FOR SELECT TO clm_secure_owner
    USING (pg_catalog.pg_trigger_depth() > 0);
DROP POLICY IF EXISTS owners_triggers_read_all ON certificates;
CREATE POLICY owners_triggers_read_all ON certificates FOR SELECT TO clm_secure_owner
    USING (pg_catalog.pg_trigger_depth() > 0);

-- A serialization failure, because that is what it is: the key was retired after the row had been sealed under it. Whoever
-- repeats the request seals under the new key.
CREATE OR REPLACE FUNCTION public.require_encrypting_key() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    encrypts boolean;
BEGIN
    SELECT k.key_status IN ('active', 'rotating') AND k.deleted_at IS NULL INTO encrypts
    FROM public.encryption_keys k WHERE k.id = NEW.encryption_key_id FOR KEY SHARE;
    IF encrypts IS NOT TRUE THEN
        RAISE EXCEPTION 'encryption key % takes no new rows', NEW.encryption_key_id
            USING ERRCODE = 'serialization_failure', HINT = 'Encrypt again, under the active key.';
    END IF;
    RETURN NULL;
END $$;

-- Runs as the owner, whom forced row-level security binds too: it takes on the key's tenant to lock the key's row.
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
    IF EXISTS (SELECT FROM public.private_keys p WHERE p.encryption_key_id = OLD.id)
        OR EXISTS (SELECT FROM public.certificates c WHERE c.encryption_key_id = OLD.id)
    THEN
        RAISE EXCEPTION 'encryption key % is still referenced', OLD.id
            USING ERRCODE = 'foreign_key_violation', HINT = 'Rotate the key: its rows move to the next one first.';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION public.require_encrypting_key(), public.keep_referenced_key() FROM PUBLIC;

DROP TRIGGER IF EXISTS trg_private_keys_encrypting_key ON private_keys;
CREATE TRIGGER trg_private_keys_encrypting_key AFTER INSERT ON private_keys
    FOR EACH ROW EXECUTE FUNCTION public.require_encrypting_key();
DROP TRIGGER IF EXISTS trg_private_keys_moved_to_encrypting_key ON private_keys;
CREATE TRIGGER trg_private_keys_moved_to_encrypting_key AFTER UPDATE OF encryption_key_id ON private_keys
    FOR EACH ROW WHEN (NEW.encryption_key_id IS DISTINCT FROM OLD.encryption_key_id)
    EXECUTE FUNCTION public.require_encrypting_key();
DROP TRIGGER IF EXISTS trg_certificates_encrypting_key ON certificates;
CREATE TRIGGER trg_certificates_encrypting_key AFTER INSERT ON certificates
    FOR EACH ROW WHEN (NEW.encryption_key_id IS NOT NULL)
    EXECUTE FUNCTION public.require_encrypting_key();
DROP TRIGGER IF EXISTS trg_certificates_moved_to_encrypting_key ON certificates;
CREATE TRIGGER trg_certificates_moved_to_encrypting_key AFTER UPDATE OF encryption_key_id ON certificates
    FOR EACH ROW WHEN (NEW.encryption_key_id IS NOT NULL AND NEW.encryption_key_id IS DISTINCT FROM OLD.encryption_key_id)
    EXECUTE FUNCTION public.require_encrypting_key();

DROP TRIGGER IF EXISTS trg_encryption_keys_keep_referenced ON encryption_keys;
CREATE TRIGGER trg_encryption_keys_keep_referenced BEFORE UPDATE ON encryption_keys
    FOR EACH ROW WHEN (OLD.key_type <> 'master' AND (
        (NEW.key_status = 'retired' AND OLD.key_status <> 'retired')
        OR (NEW.deleted_at IS NOT NULL AND OLD.deleted_at IS NULL)
        OR (octet_length(NEW.encrypted_key_material) = 0 AND octet_length(OLD.encrypted_key_material) > 0)))
    EXECUTE FUNCTION public.keep_referenced_key();
