-- Core only repeats what clm_secure_db says of a certificate. Where somebody changed a copy by hand, or removed the row, the
-- other database is asked to say it again. The relay's own changes raise source_sequence and are not recorded.

CREATE OR REPLACE FUNCTION public.record_metadata_changes() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.outbox (organization_id, aggregate_id, event_type, payload)
    SELECT n.organization_id, n.certificate_id, 'certificate_metadata.changed', '{}'
    FROM old_rows o
    JOIN new_rows n ON n.id = o.id
    WHERE n.source_sequence = o.source_sequence
        AND (n.certificate_id, n.status, n.deleted_at, n.owner_user_id, n.common_name, n.not_before, n.not_after,
            n.organization_id)
        IS DISTINCT FROM
        (o.certificate_id, o.status, o.deleted_at, o.owner_user_id, o.common_name, o.not_before, o.not_after,
            o.organization_id);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION public.record_metadata_removals() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.outbox (organization_id, aggregate_id, event_type, payload)
    SELECT o.organization_id, o.certificate_id, 'certificate_metadata.removed', jsonb_build_object(
        'tags', coalesce(o.tags, '{}'), 'category', o.category, 'environment', o.environment,
        'custom_fields', coalesce(o.custom_fields, '{}'), 'notes', o.notes)
    FROM old_rows o;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION public.record_metadata_changes(), public.record_metadata_removals() FROM PUBLIC;

DROP TRIGGER IF EXISTS trg_certificate_metadata_outbox ON certificate_metadata;
CREATE TRIGGER trg_certificate_metadata_outbox AFTER UPDATE ON certificate_metadata
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.record_metadata_changes();

DROP TRIGGER IF EXISTS trg_certificate_metadata_outbox_delete ON certificate_metadata;
CREATE TRIGGER trg_certificate_metadata_outbox_delete AFTER DELETE ON certificate_metadata
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.record_metadata_removals();
