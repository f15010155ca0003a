-- Changes and deletes of certificates reach the outbox by trigger, so that psql cannot go round it.
-- Issuance writes its own event, certificate.issued.

CREATE OR REPLACE FUNCTION public.record_certificate_changes() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.outbox (organization_id, aggregate_id, event_type, payload)
    SELECT n.organization_id, n.id, 'certificate.changed', jsonb_build_object(
        'certificate_id', n.id, 'status', n.status, 'deleted_at', n.deleted_at, 'owner_user_id', n.owner_user_id,
        'common_name', n.common_name, 'not_before', n.not_before, 'not_after', n.not_after, 'revoked_at', n.revoked_at)
    FROM old_rows o
    JOIN new_rows n ON n.id = o.id
    WHERE (n.status, n.deleted_at, n.owner_user_id, n.common_name, n.not_before, n.not_after, n.organization_id)
        IS DISTINCT FROM
        (o.status, o.deleted_at, o.owner_user_id, o.common_name, o.not_before, o.not_after, o.organization_id);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION public.record_certificate_deletions() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.outbox (organization_id, aggregate_id, event_type, payload)
    SELECT o.organization_id, o.id, 'certificate.deleted', jsonb_build_object('certificate_id', o.id)
    FROM old_rows o;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION public.record_certificate_changes(), public.record_certificate_deletions() FROM PUBLIC;

DROP TRIGGER IF EXISTS trg_certificates_outbox ON certificates;
CREATE TRIGGER trg_certificates_outbox AFTER UPDATE ON certificates
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.record_certificate_changes();

DROP TRIGGER IF EXISTS trg_certificates_outbox_delete ON certificates;
CREATE TRIGGER trg_certificates_outbox_delete AFTER DELETE ON certificates
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.record_certificate_deletions();
