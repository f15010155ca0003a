-- A certificate's change tells its revocation reason too: a restored clm_secure_db is brought up to date from what
-- clm_core_db was told.

CREATE OR REPLACE FUNCTION public.record_certificate_changes() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.outbox (organization_id, aggregate_id, event_type, payload)
    SELECT n.organization_id, n.id, 'certificate.changed', jsonb_build_object(
        'certificate_id', n.id, 'status', n.status, 'deleted_at', n.deleted_at, 'owner_user_id', n.owner_user_id,
        'common_name', n.common_name, 'not_before', n.not_before, 'not_after', n.not_after, 'revoked_at', n.revoked_at,
        'revocation_reason', n.revocation_reason)
    FROM old_rows o
    JOIN new_rows n ON n.id = o.id
    WHERE (n.status, n.deleted_at, n.owner_user_id, n.common_name, n.not_before, n.not_after, n.organization_id,
            n.revocation_reason)
        IS DISTINCT FROM
        (o.status, o.deleted_at, o.owner_user_id, o.common_name, o.not_before, o.not_after, o.organization_id,
            o.revocation_reason);
    RETURN NULL;
END $$;
