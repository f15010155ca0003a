-- Which master key a data key is wrapped by: what a rotation of the master key has still to do, and what keeps the old one
-- from being retired too early. NULL where it is not recorded; both keys are tried then.

ALTER TABLE encryption_keys ADD COLUMN IF NOT EXISTS master_key_id uuid;

ALTER TABLE encryption_keys DROP CONSTRAINT IF EXISTS fk_encryption_keys_master_key_id;
ALTER TABLE encryption_keys ADD CONSTRAINT fk_encryption_keys_master_key_id FOREIGN KEY (master_key_id)
    REFERENCES encryption_keys (id) ON DELETE RESTRICT NOT VALID;
ALTER TABLE encryption_keys VALIDATE CONSTRAINT fk_encryption_keys_master_key_id;

-- Platform rows are written in the service role alone, which sees every tenant's keys.
CREATE OR REPLACE FUNCTION public.keep_wrapping_master_key() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM public.encryption_keys k
        WHERE k.master_key_id = OLD.id AND octet_length(k.encrypted_key_material) > 0)
    THEN
        RAISE EXCEPTION 'master key % still wraps data keys', OLD.key_id
            USING ERRCODE = 'foreign_key_violation', HINT = 'Finish the rotation of the master key first.';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION public.keep_wrapping_master_key() FROM PUBLIC;

DROP TRIGGER IF EXISTS trg_encryption_keys_keep_wrapping ON encryption_keys;
CREATE TRIGGER trg_encryption_keys_keep_wrapping BEFORE UPDATE ON encryption_keys
    FOR EACH ROW WHEN (OLD.key_type = 'master' AND (
        (NEW.key_status IN ('retired', 'revoked') AND OLD.key_status NOT IN ('retired', 'revoked'))
        OR (NEW.deleted_at IS NOT NULL AND OLD.deleted_at IS NULL)))
    EXECUTE FUNCTION public.keep_wrapping_master_key();
