-- What an event tells and what a request was answered never changes, whoever writes, the superuser included. Only an UPDATE that
-- names one of these columns comes here at all. A later migration that has to change one drops the trigger and makes it again.

CREATE OR REPLACE FUNCTION public.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% %: it %', TG_TABLE_NAME, OLD.id, TG_ARGV[0] USING ERRCODE = 'object_not_in_prerequisite_state';
END $$;

REVOKE ALL ON FUNCTION public.refuse_change() FROM PUBLIC;

DROP TRIGGER IF EXISTS trg_outbox_told ON outbox;
CREATE TRIGGER trg_outbox_told
    BEFORE UPDATE OF id, sequence, organization_id, aggregate_id, event_type, payload, created_at ON outbox
    FOR EACH ROW WHEN ((OLD.id, OLD.sequence, OLD.organization_id, OLD.aggregate_id, OLD.event_type, OLD.payload, OLD.created_at)
        IS DISTINCT FROM (NEW.id, NEW.sequence, NEW.organization_id, NEW.aggregate_id, NEW.event_type, NEW.payload, NEW.created_at))
    EXECUTE FUNCTION public.refuse_change('keeps what it tells');

DROP TRIGGER IF EXISTS trg_idempotency_keys_answered ON idempotency_keys;
CREATE TRIGGER trg_idempotency_keys_answered
    BEFORE UPDATE OF id, organization_id, user_id, idempotency_key, operation, request_fingerprint, response_status,
    response_location, response_body, created_at ON idempotency_keys
    FOR EACH ROW WHEN ((OLD.id, OLD.organization_id, OLD.user_id, OLD.idempotency_key, OLD.operation, OLD.request_fingerprint,
        OLD.response_status, OLD.response_location, OLD.response_body, OLD.created_at)
        IS DISTINCT FROM (NEW.id, NEW.organization_id, NEW.user_id, NEW.idempotency_key, NEW.operation, NEW.request_fingerprint,
        NEW.response_status, NEW.response_location, NEW.response_body, NEW.created_at))
    EXECUTE FUNCTION public.refuse_change('keeps its answer');
