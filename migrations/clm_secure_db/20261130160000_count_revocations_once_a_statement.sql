-- As in 20261129210200_enlist_revocations_as_the_owner.sql, but a list is locked and numbered once for all the revocations that
-- one statement writes, and counted once after it: a row of crl_publications that changed for each of 20,000 certificates of one
-- key left 20,000 versions to walk, and held everybody else's revocations for a minute. Revocations of one statement share a
-- number; whoever asks what came after a number sees all of them or none, because they are committed together.
-- A row takes the place of the one before only once it is there (ON CONFLICT DO NOTHING leaves none), two who revoke one
-- certificate see each other, and the date of what is revoked for good stays (R1), whoever writes. One date that no list can
-- carry would keep all the others of the authority from being listed.

CREATE OR REPLACE FUNCTION public.enlist_revocation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    tenant_before text := current_setting('clm.organization_id', true);
    certificate record;
BEGIN
    PERFORM set_config('clm.organization_id', NEW.organization_id::text, true);
    SELECT c.issuer_authority_id, c.crl_shard, c.serial_number, c.not_after, c.certificate_type, c.status, c.revocation_reason,
        c.revoked_at
    INTO certificate
    FROM public.certificates c WHERE c.id = NEW.certificate_id AND c.organization_id = NEW.organization_id
    FOR NO KEY UPDATE;
    -- The latest one is what lists say.
    IF certificate.status = 'revoked' AND NEW.revocation_reason <> 'key_compromise'
        AND NEW.revocation_reason IS DISTINCT FROM certificate.revocation_reason
    THEN
        RAISE EXCEPTION 'certificate % stays revoked; its reason can only be raised to key_compromise', NEW.certificate_id
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        UPDATE public.certificate_revocations r SET is_current = false
        WHERE r.certificate_id = NEW.certificate_id AND r.id <> NEW.id AND r.is_current;
    ELSE
        IF certificate.status = 'revoked' THEN
            NEW.revocation_date := coalesce(certificate.revoked_at, NEW.revocation_date);
        END IF;
        -- Before the list, as whoever publishes does: count_enlisted() changes them.
        PERFORM FROM public.certificate_revocations r
        WHERE r.certificate_id = NEW.certificate_id AND r.id <> NEW.id AND r.is_current FOR NO KEY UPDATE;
    END IF;
    IF NEW.revocation_date NOT BETWEEN '1970-01-01 00:00:00+00' AND '9999-12-31 00:00:00+00'
        OR NEW.invalidity_date NOT BETWEEN '1970-01-01 00:00:00+00' AND '9999-12-31 00:00:00+00'
    THEN
        RAISE EXCEPTION 'no list can say such a date of certificate %', NEW.certificate_id USING ERRCODE = 'check_violation';
    END IF;
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
    -- count_enlisted() counts what is inserted, and nobody what is raised by an UPDATE. A lock that is held already costs nothing.
    SELECT p.change_number + 1 INTO NEW.change_number FROM public.crl_publications p
    WHERE p.authority_id = NEW.issuer_authority_id AND p.shard = 0 AND TG_OP = 'INSERT' FOR NO KEY UPDATE;
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

-- Of a certificate the last row counts. The list's number after a statement: as if each of its revocations had been counted by
-- itself, and none of them has a later one, also where one statement ran within another.
CREATE OR REPLACE FUNCTION public.count_enlisted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    tenant_before text := current_setting('clm.organization_id', true);
    enlisted record;
BEGIN
    FOR enlisted IN
        SELECT DISTINCT ON (i.certificate_id) i.organization_id, i.certificate_id, i.id
        FROM inserted i
        ORDER BY i.certificate_id, i.change_number DESC, i.id DESC
    LOOP
        PERFORM set_config('clm.organization_id', enlisted.organization_id::text, true);
        UPDATE public.certificate_revocations r SET is_current = false
        WHERE r.certificate_id = enlisted.certificate_id AND r.id <> enlisted.id AND r.is_current;
    END LOOP;
    FOR enlisted IN
        SELECT i.organization_id, i.issuer_authority_id,
            greatest(min(i.change_number) + count(*) - 1, max(i.change_number)) AS last_change
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
