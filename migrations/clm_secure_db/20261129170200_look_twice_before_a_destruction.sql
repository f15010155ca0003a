-- A destruction is decided by two looks some minutes apart, both by this clock: due_seen_at is the first one. What a clock that
-- was set forth for a moment made due is not due at the second look.

ALTER TABLE key_destructions ADD COLUMN IF NOT EXISTS due_seen_at timestamptz;

-- Only the job looks: whoever asks for a destruction cannot count as the first look.
CREATE OR REPLACE FUNCTION public.guard_first_look() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT (SELECT r.rolbypassrls OR r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user) THEN
        NEW.due_seen_at := CASE TG_OP WHEN 'UPDATE' THEN OLD.due_seen_at END;
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION public.guard_first_look() FROM PUBLIC;

DROP TRIGGER IF EXISTS trg_key_destructions_first_look ON key_destructions;
CREATE TRIGGER trg_key_destructions_first_look BEFORE INSERT OR UPDATE ON key_destructions
    FOR EACH ROW EXECUTE FUNCTION public.guard_first_look();

COMMENT ON COLUMN key_destructions.due_seen_at IS 'when the job first saw it due; it is carried out when it still is some minutes later';
