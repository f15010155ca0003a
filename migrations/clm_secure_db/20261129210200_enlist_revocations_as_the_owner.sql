-- As in 20261129160300_enlist_revocations.sql, run as the owner, so that nobody else needs a privilege to number or to list a
-- revocation: whoever revokes inserts a row and nothing more. Row-level security binds the owner, who takes on the tenant of the
-- certificate. What is revoked for good takes no other reason (R1), and is not taken off a list by another row either.

CREATE OR REPLACE FUNCTION public.enlist_revocation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    tenant_before text := current_setting('clm.organization_id', true);
    certificate record;
BEGIN
    PERFORM set_config('clm.organization_id', NEW.organization_id::text, true);
    SELECT c.issuer_authority_id, c.crl_shard, c.serial_number, c.not_after, c.certificate_type, c.status, c.revocation_reason
    INTO certificate
    FROM public.certificates c WHERE c.id = NEW.certificate_id AND c.organization_id = NEW.organization_id;
    -- The latest one is what lists say.
    IF certificate.status = 'revoked' AND NEW.revocation_reason <> 'key_compromise'
        AND NEW.revocation_reason IS DISTINCT FROM certificate.revocation_reason
    THEN
        RAISE EXCEPTION 'certificate % stays revoked; its reason can only be raised to key_compromise', NEW.certificate_id
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    UPDATE public.certificate_revocations r SET is_current = false
    WHERE r.certificate_id = NEW.certificate_id AND r.id <> NEW.id AND r.is_current;
    NEW.is_current := true;
    NEW.crl_entry_added := false;
    NEW.crl_sequence_number := NULL;
    -- No list of ours names a root, or what another authority issued.
    IF certificate.issuer_authority_id IS NULL THEN
        PERFORM set_config('clm.organization_id', coalesce(tenant_before, ''), true);
        RETURN NEW;
    END IF;
    NEW.issuer_authority_id := certificate.issuer_authority_id;
    NEW.crl_shard := certificate.crl_shard;
    NEW.serial_number := certificate.serial_number;
    NEW.is_code_signing := certificate.certificate_type = 'code_signing';
    -- What had ended before it was revoked is listed all the same, as long as if it ended now.
    NEW.listed_until := greatest(certificate.not_after, now());
    INSERT INTO public.crl_publications AS p (organization_id, authority_id, shard, change_number)
    VALUES (NEW.organization_id, NEW.issuer_authority_id, 0, 1)
    ON CONFLICT (authority_id, shard) DO UPDATE SET change_number = p.change_number + 1
    RETURNING p.change_number INTO NEW.change_number;
    IF NEW.crl_shard > 0 THEN
        INSERT INTO public.crl_publications AS p (organization_id, authority_id, shard, change_number)
        VALUES (NEW.organization_id, NEW.issuer_authority_id, NEW.crl_shard, NEW.change_number)
        ON CONFLICT (authority_id, shard) DO UPDATE SET change_number = NEW.change_number;
    END IF;
    PERFORM set_config('clm.organization_id', coalesce(tenant_before, ''), true);
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION public.enlist_revocation() FROM PUBLIC;
