-- Deletes and restores of requests reach the outbox by trigger, so that psql cannot go round it. Those of certificates do
-- already.

CREATE OR REPLACE FUNCTION public.record_request_departures() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.outbox (organization_id, aggregate_id, event_type, payload)
    SELECT n.organization_id, n.id,
        CASE WHEN n.deleted_at IS NULL THEN 'certificate_request.restored' ELSE 'certificate_request.deleted' END,
        jsonb_build_object('deleted_at', n.deleted_at)
    FROM old_rows o
    JOIN new_rows n ON n.id = o.id
    WHERE (o.deleted_at IS NULL) <> (n.deleted_at IS NULL);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION public.record_request_removals() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.outbox (organization_id, aggregate_id, event_type, payload)
    SELECT o.organization_id, o.id, 'certificate_request.removed', '{}'
    FROM old_rows o;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION public.record_request_departures(), public.record_request_removals() FROM PUBLIC;

DROP TRIGGER IF EXISTS trg_certificate_requests_outbox ON certificate_requests;
CREATE TRIGGER trg_certificate_requests_outbox AFTER UPDATE ON certificate_requests
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.record_request_departures();

DROP TRIGGER IF EXISTS trg_certificate_requests_outbox_delete ON certificate_requests;
CREATE TRIGGER trg_certificate_requests_outbox_delete AFTER DELETE ON certificate_requests
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.record_request_removals();
