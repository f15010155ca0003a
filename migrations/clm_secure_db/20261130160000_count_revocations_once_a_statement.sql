-- As in 20261129210200_enlist_revocations_as_the_owner.sql, but a list is locked and numbered once for all the revocations that
-- one statement writes, and counted once after it: a row of crl_publications that changed for each of 20,000 certificates of one
-- key left 20,000 versions to walk, and held everybody else's revocations for a minute. Revocations of one statement share a
-- number; whoever asks what came after a number sees all of them or none, because they are committed together.

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
    -- Locked by this very transaction already: count_enlisted() counts.
    SELECT p.change_number + 1 INTO NEW.change_number FROM public.crl_publications p
    WHERE p.authority_id = NEW.issuer_authority_id AND p.shard = 0 AND p.xmin = pg_current_xact_id()::xid
        AND p.covered_change < p.change_number;
    IF NOT FOUND THEN
        INSERT INTO public.crl_publications AS p (organization_id, authority_id, shard, change_number)
        VALUES (NEW.organization_id, NEW.issuer_authority_id, 0, 1)
        ON CONFLICT (authority_id, shard) DO UPDATE SET change_number = p.change_number + 1
        RETURNING p.change_number INTO NEW.change_number;
    END IF;
    IF NEW.crl_shard > 0 THEN
        INSERT INTO public.crl_publications AS p (organization_id, authority_id, shard, change_number)
        VALUES (NEW.organization_id, NEW.issuer_authority_id, NEW.crl_shard, NEW.change_number)
        ON CONFLICT (authority_id, shard) DO UPDATE SET change_number = NEW.change_number
        WHERE p.change_number < NEW.change_number;
    END IF;
    PERFORM set_config('clm.organization_id', coalesce(tenant_before, ''), true);
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION public.enlist_revocation() FROM PUBLIC;

-- The list's number after a statement: as if each of its revocations had been counted by itself.
CREATE OR REPLACE FUNCTION public.count_enlisted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    tenant_before text := current_setting('clm.organization_id', true);
    enlisted record;
BEGIN
    FOR enlisted IN
        SELECT i.organization_id, i.issuer_authority_id, min(i.change_number) + count(*) - 1 AS last_change
        FROM inserted i WHERE i.issuer_authority_id IS NOT NULL
        GROUP BY i.organization_id, i.issuer_authority_id
        ORDER BY i.issuer_authority_id
    LOOP
        PERFORM set_config('clm.organization_id', enlisted.organization_id::text, true);
        UPDATE public.crl_publications p SET change_number = enlisted.last_change
        WHERE p.authority_id = enlisted.issuer_authority_id AND p.shard = 0 AND p.change_number < enlisted.last_change;
    END LOOP;
    PERFORM set_config('clm.organization_id', coalesce(tenant_before, ''), true);
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION public.count_enlisted() FROM PUBLIC;

DROP TRIGGER IF EXISTS trg_certificate_revocations_count ON certificate_revocations;
CREATE TRIGGER trg_certificate_revocations_count AFTER INSERT ON certificate_revocations
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION public.count_enlisted();
COMMENT ON COLUMN certificate_revocations.change_number IS
    'crl_publications.change_number of the full list when it was written; those of one statement share it';
