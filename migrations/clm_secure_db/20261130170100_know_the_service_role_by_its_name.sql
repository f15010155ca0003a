-- These triggers asked for BYPASSRLS, which the service role has only where an administrator could give it. Those who go past
-- row-level security count as before: a superuser by hand, and whom one gave it.

CREATE OR REPLACE FUNCTION public.guard_shredding() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.shredded_at IS NULL OR (TG_OP = 'UPDATE' AND NEW.encryption_key_id <> OLD.encryption_key_id)
        OR NOT (SELECT r.rolname = 'clm_secure_service' OR r.rolbypassrls OR r.rolsuper
            FROM pg_catalog.pg_roles r WHERE r.rolname = current_user)
        OR NOT EXISTS (
            SELECT FROM public.key_destructions d
            WHERE d.encryption_key_id = NEW.encryption_key_id AND d.state = 'destroying' AND d.shred)
    THEN
        RAISE EXCEPTION 'private key % is shredded by a destruction that has begun, in the service role only', NEW.id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION public.guard_key_destruction() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    service boolean := (SELECT r.rolname = 'clm_secure_service' OR r.rolbypassrls OR r.rolsuper
            FROM pg_catalog.pg_roles r WHERE r.rolname = current_user);
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

CREATE OR REPLACE FUNCTION public.guard_first_look() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT (SELECT r.rolname = 'clm_secure_service' OR r.rolbypassrls OR r.rolsuper
            FROM pg_catalog.pg_roles r WHERE r.rolname = current_user) THEN
        NEW.due_seen_at := CASE TG_OP WHEN 'UPDATE' THEN OLD.due_seen_at END;
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION public.guard_shredding(), public.guard_key_destruction(), public.guard_first_look() FROM PUBLIC;
