-- The states of keys, rotations and destructions (docs/KEY-ROTATION.md, "States"), held for whoever writes. All of it meets on
-- the key's row: whatever lets a row refer to a key holds FOR KEY SHARE, a rotation that begins FOR NO KEY UPDATE, a
-- destruction that is asked for, begins or ends FOR UPDATE; each looks at the state once it has its lock.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'clm_secure_owner') THEN
        RAISE EXCEPTION 'role missing: clm_secure_owner' USING ERRCODE = 'undefined_object',
            HINT = 'The bootstrap creates the roles; run it as a superuser, then migrate again.';
    END IF;
END $$;

-- As in 20261121100300_keep_referenced_encryption_keys.sql, and no key that is to be destroyed.
CREATE OR REPLACE FUNCTION public.require_encrypting_key() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    encrypts boolean;
BEGIN
    SELECT k.key_status IN ('active', 'rotating') AND k.deleted_at IS NULL AND k.destruction_state IS NULL INTO encrypts
    FROM public.encryption_keys k WHERE k.id = NEW.encryption_key_id FOR KEY SHARE;
    IF encrypts IS NOT TRUE THEN
        RAISE EXCEPTION 'encryption key % takes no new rows', NEW.encryption_key_id
            USING ERRCODE = 'serialization_failure', HINT = 'Encrypt again, under the active key.';
    END IF;
    RETURN NULL;
END $$;

-- What a key ever sealed (requirement K9), and that nothing moves which is lost already (K6).
CREATE OR REPLACE FUNCTION public.remember_previous_key() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.encryption_key_id IS NOT DISTINCT FROM OLD.encryption_key_id THEN
        NEW.previous_key_ids := OLD.previous_key_ids;
        RETURN NEW;
    END IF;
    IF OLD.shredded_at IS NOT NULL THEN
        RAISE EXCEPTION 'private key % is shredded and stays under its key', OLD.id
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    NEW.previous_key_ids := CASE WHEN OLD.encryption_key_id = ANY (OLD.previous_key_ids) THEN OLD.previous_key_ids
        ELSE array_append(OLD.previous_key_ids, OLD.encryption_key_id) END;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION public.guard_shredding() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.shredded_at IS NULL OR (TG_OP = 'UPDATE' AND NEW.encryption_key_id <> OLD.encryption_key_id)
        OR NOT (SELECT r.rolbypassrls OR r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user)
        OR NOT EXISTS (
            SELECT FROM public.key_destructions d
            WHERE d.encryption_key_id = NEW.encryption_key_id AND d.state = 'destroying' AND d.shred)
    THEN
        RAISE EXCEPTION 'private key % is shredded by a destruction that has begun, in the service role only', NEW.id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

-- The application role asks and cancels; the service role begins what is due and ends it. The delay counts from now.
CREATE OR REPLACE FUNCTION public.guard_key_destruction() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    service boolean := (SELECT r.rolbypassrls OR r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user);
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'scheduled' OR NEW.due_at < now() THEN
            RAISE EXCEPTION 'a destruction begins with its delay' USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF NOT service THEN
            NEW.requested_at := now();
        END IF;
        RETURN NEW;
    END IF;
    IF NOT ((OLD.state = 'scheduled' AND NEW.state = 'cancelled')
        OR (service AND (OLD.state = NEW.state OR (OLD.state, NEW.state) = ('destroying', 'destroyed')
            OR ((OLD.state, NEW.state) = ('scheduled', 'destroying') AND OLD.due_at <= now()))))
        OR (NOT service AND (NEW.id, NEW.organization_id, NEW.encryption_key_id, NEW.shred, NEW.stops_organization,
            NEW.requested_by_user_id, NEW.requested_at, NEW.due_at) IS DISTINCT FROM (OLD.id, OLD.organization_id,
            OLD.encryption_key_id, OLD.shred, OLD.stops_organization, OLD.requested_by_user_id, OLD.requested_at, OLD.due_at))
    THEN
        RAISE EXCEPTION 'a destruction can be cancelled before it begins, and nothing else'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

-- Carries each step of a destruction to its key. Runs as the owner, whom forced row-level security binds too: it takes on the
-- key's tenant.
CREATE OR REPLACE FUNCTION public.apply_key_destruction() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    tenant_before text := current_setting('clm.organization_id', true);
    key public.encryption_keys%ROWTYPE;
    hindrance text;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'a key is destroyed at isolation level read committed only'
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    PERFORM set_config('clm.organization_id', NEW.organization_id::text, true);
    SELECT * INTO key FROM public.encryption_keys k WHERE k.id = NEW.encryption_key_id FOR UPDATE;
    hindrance := CASE
        WHEN key.id IS NULL OR key.key_type <> 'data' OR key.deleted_at IS NOT NULL THEN 'is no live data key'
        WHEN NEW.state = 'scheduled' AND key.destruction_state IS NOT NULL THEN 'is to be destroyed already'
        WHEN NEW.state NOT IN ('scheduled', 'destroying') THEN NULL
        WHEN key.destroyed_at IS NOT NULL THEN 'is destroyed'
        WHEN key.key_status = 'active' AND NOT NEW.stops_organization THEN 'is active and has no successor'
        WHEN EXISTS (
            SELECT FROM public.key_rotations r JOIN public.key_rotation_history h ON h.id = r.id
            WHERE r.phase <> 'ended' AND key.id IN (h.old_key_id, h.new_key_id)) THEN 'is being rotated'
        WHEN EXISTS (SELECT FROM public.certificates c WHERE c.encryption_key_id = key.id)
            THEN 'is named by certificates, which no destruction changes'
        WHEN EXISTS (
            SELECT FROM public.certificate_authorities a
            JOIN public.private_keys p ON p.certificate_id = a.certificate_id
            JOIN public.certificates c ON c.id = a.certificate_id
            WHERE p.encryption_key_id = key.id AND p.shredded_at IS NULL
                AND ((a.deleted_at IS NULL AND c.deleted_at IS NULL AND c.status <> 'revoked' AND c.not_after > now())
                    OR EXISTS (SELECT FROM public.certificates i
                        WHERE i.issuer_authority_id = a.id AND i.not_after > now())))
            THEN 'keeps an authority that is in force or has unexpired certificates'
        END;
    IF hindrance IS NOT NULL THEN
        RAISE EXCEPTION 'encryption key % %', NEW.encryption_key_id, hindrance
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    UPDATE public.encryption_keys SET destruction_state = nullif(NEW.state, 'cancelled') WHERE id = key.id;
    PERFORM set_config('clm.organization_id', coalesce(tenant_before, ''), true);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION public.guard_key_state() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    erased CONSTANT boolean := octet_length(NEW.encrypted_key_material) = 0;
    fault text;
BEGIN
    fault := CASE
        WHEN NEW.purpose <> OLD.purpose THEN 'keeps its purpose'
        WHEN erased AND OLD.destruction_state IS DISTINCT FROM 'destroying' AND octet_length(OLD.encrypted_key_material) > 0
            THEN 'is erased by a destruction that has begun'
        WHEN OLD.compromised_at IS NOT NULL AND NEW.compromised_at IS DISTINCT FROM OLD.compromised_at
            THEN 'stays compromised'
        WHEN NEW.destruction_state IS DISTINCT FROM OLD.destruction_state AND pg_catalog.pg_trigger_depth() < 2
            THEN 'is destroyed by way of key_destructions'
        WHEN NEW.key_status = OLD.key_status THEN NULL
        WHEN erased AND NEW.key_status IN ('retired', 'revoked') THEN NULL
        WHEN (OLD.key_status, NEW.key_status) = ('retired', 'revoked') THEN NULL
        WHEN OLD.destruction_state IS NOT NULL THEN 'is to be destroyed'
        WHEN NEW.key_status = 'active' AND NEW.compromised_at IS NOT NULL THEN 'is compromised'
        WHEN NEW.key_status = 'retired' AND NEW.compromised_at IS NOT NULL AND OLD.compromised_at IS NULL THEN 'is compromised'
        WHEN (OLD.key_status, NEW.key_status) IN (('active', 'rotating'), ('rotating', 'active'), ('rotating', 'retired'))
            THEN NULL
        ELSE 'does not become ' || NEW.key_status || ' from ' || OLD.key_status
        END;
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION 'encryption key % %', OLD.id, fault USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NEW;
END $$;

-- A rotation that begins, or is taken up again, with both of its keys there and staying.
CREATE OR REPLACE FUNCTION public.guard_key_rotation() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.direction = 'back' AND NEW.direction <> 'back' THEN
            RAISE EXCEPTION 'rotation % was turned back', OLD.id USING ERRCODE = 'object_not_in_prerequisite_state';
        END IF;
        IF OLD.phase <> 'ended' OR NEW.phase = 'ended' THEN
            RETURN NEW;
        END IF;
        IF OLD.abandoned_at IS NOT NULL OR EXISTS (
            SELECT FROM public.key_rotation_history h WHERE h.id = OLD.id AND h.rotation_status <> 'failed')
        THEN
            RAISE EXCEPTION 'rotation % has ended for good', OLD.id USING ERRCODE = 'object_not_in_prerequisite_state';
        END IF;
    END IF;
    PERFORM FROM public.encryption_keys k JOIN public.key_rotation_history h ON k.id IN (h.old_key_id, h.new_key_id)
        WHERE h.id = NEW.id ORDER BY k.id FOR NO KEY UPDATE OF k;
    IF EXISTS (
        SELECT FROM public.encryption_keys k JOIN public.key_rotation_history h ON k.id IN (h.old_key_id, h.new_key_id)
        WHERE h.id = NEW.id
            AND (k.destruction_state IS NOT NULL OR k.destroyed_at IS NOT NULL OR k.deleted_at IS NOT NULL))
    THEN
        RAISE EXCEPTION 'a key of rotation % is gone or to be destroyed', NEW.id
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION public.require_encrypting_key(), public.remember_previous_key(), public.guard_shredding(),
    public.guard_key_destruction(), public.apply_key_destruction(), public.guard_key_state(), public.guard_key_rotation()
    FROM PUBLIC;

DROP TRIGGER IF EXISTS trg_private_keys_previous_keys ON private_keys;
CREATE TRIGGER trg_private_keys_previous_keys BEFORE UPDATE ON private_keys
    FOR EACH ROW WHEN (NEW.encryption_key_id IS DISTINCT FROM OLD.encryption_key_id
        OR NEW.previous_key_ids IS DISTINCT FROM OLD.previous_key_ids)
    EXECUTE FUNCTION public.remember_previous_key();
DROP TRIGGER IF EXISTS trg_key_destructions_apply ON key_destructions;
CREATE TRIGGER trg_key_destructions_apply AFTER INSERT OR UPDATE OF state ON key_destructions
    FOR EACH ROW EXECUTE FUNCTION public.apply_key_destruction();
DROP TRIGGER IF EXISTS trg_encryption_keys_state ON encryption_keys;
CREATE TRIGGER trg_encryption_keys_state BEFORE UPDATE ON encryption_keys
    FOR EACH ROW WHEN (OLD.key_type = 'data' AND (
        NEW.key_status <> OLD.key_status OR NEW.purpose <> OLD.purpose
        OR NEW.destruction_state IS DISTINCT FROM OLD.destruction_state
        OR NEW.compromised_at IS DISTINCT FROM OLD.compromised_at
        OR octet_length(NEW.encrypted_key_material) = 0))
    EXECUTE FUNCTION public.guard_key_state();
-- Nothing of a tenant's refers to a key of the platform's own.
DROP TRIGGER IF EXISTS trg_encryption_keys_keep_referenced ON encryption_keys;
CREATE TRIGGER trg_encryption_keys_keep_referenced BEFORE UPDATE ON encryption_keys
    FOR EACH ROW WHEN (OLD.key_type <> 'master' AND OLD.purpose <> 'platform' AND (
        (NEW.key_status = 'retired' AND OLD.key_status <> 'retired')
        OR (NEW.deleted_at IS NOT NULL AND OLD.deleted_at IS NULL)
        OR (octet_length(NEW.encrypted_key_material) = 0 AND octet_length(OLD.encrypted_key_material) > 0)))
    EXECUTE FUNCTION public.keep_referenced_key();
DROP TRIGGER IF EXISTS trg_key_rotations_begun ON key_rotations;
CREATE TRIGGER trg_key_rotations_begun BEFORE INSERT ON key_rotations
    FOR EACH ROW WHEN (NEW.phase <> 'ended') EXECUTE FUNCTION public.guard_key_rotation();
DROP TRIGGER IF EXISTS trg_key_rotations_taken_up ON key_rotations;
CREATE TRIGGER trg_key_rotations_taken_up BEFORE UPDATE ON key_rotations
    FOR EACH ROW WHEN (NEW.phase <> OLD.phase OR NEW.direction <> OLD.direction)
    EXECUTE FUNCTION public.guard_key_rotation();
