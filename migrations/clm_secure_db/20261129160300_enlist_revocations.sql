-- A revocation repeats what its entry needs, so that a list is read from this table alone, and makes its lists due in its own
-- transaction, whoever writes it. Of a certificate's revocations the latest one counts; remove_from_crl says that a hold was
-- lifted. Rows from before are described by the first publication.

ALTER TABLE certificate_revocations ADD COLUMN IF NOT EXISTS issuer_authority_id uuid;
ALTER TABLE certificate_revocations ADD COLUMN IF NOT EXISTS crl_shard int NOT NULL DEFAULT 0;
ALTER TABLE certificate_revocations ADD COLUMN IF NOT EXISTS serial_number varchar(255);
ALTER TABLE certificate_revocations ADD COLUMN IF NOT EXISTS listed_until timestamptz;
ALTER TABLE certificate_revocations ADD COLUMN IF NOT EXISTS is_code_signing boolean NOT NULL DEFAULT false;
ALTER TABLE certificate_revocations ADD COLUMN IF NOT EXISTS is_current boolean NOT NULL DEFAULT true;
ALTER TABLE certificate_revocations ADD COLUMN IF NOT EXISTS change_number bigint NOT NULL DEFAULT 0;

ALTER TABLE certificate_revocations DROP CONSTRAINT IF EXISTS fk_certificate_revocations_issuer_authority_id;
ALTER TABLE certificate_revocations ADD CONSTRAINT fk_certificate_revocations_issuer_authority_id
    FOREIGN KEY (issuer_authority_id) REFERENCES certificate_authorities (id) ON DELETE RESTRICT NOT VALID;
ALTER TABLE certificate_revocations VALIDATE CONSTRAINT fk_certificate_revocations_issuer_authority_id;

CREATE OR REPLACE FUNCTION public.enlist_revocation() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    certificate record;
BEGIN
    UPDATE public.certificate_revocations r SET is_current = false
    WHERE r.certificate_id = NEW.certificate_id AND r.id <> NEW.id AND r.is_current;
    SELECT c.issuer_authority_id, c.crl_shard, c.serial_number, c.not_after, c.certificate_type INTO certificate
    FROM public.certificates c WHERE c.id = NEW.certificate_id;
    NEW.is_current := true;
    -- No list of ours names a root, or what another authority issued.
    IF certificate.issuer_authority_id IS NULL THEN
        RETURN NEW;
    END IF;
    NEW.issuer_authority_id := certificate.issuer_authority_id;
    NEW.crl_shard := certificate.crl_shard;
    NEW.serial_number := certificate.serial_number;
    NEW.is_code_signing := certificate.certificate_type = 'code_signing';
    -- What had ended before it was revoked is listed all the same, as long as if it ended now.
    NEW.listed_until := greatest(certificate.not_after, now());
    NEW.crl_entry_added := false;
    NEW.crl_sequence_number := NULL;
    INSERT INTO public.crl_publications AS p (organization_id, authority_id, shard, change_number)
    VALUES (NEW.organization_id, NEW.issuer_authority_id, 0, 1)
    ON CONFLICT (authority_id, shard) DO UPDATE SET change_number = p.change_number + 1
    RETURNING p.change_number INTO NEW.change_number;
    IF NEW.crl_shard > 0 THEN
        INSERT INTO public.crl_publications AS p (organization_id, authority_id, shard, change_number)
        VALUES (NEW.organization_id, NEW.issuer_authority_id, NEW.crl_shard, NEW.change_number)
        ON CONFLICT (authority_id, shard) DO UPDATE SET change_number = NEW.change_number;
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION public.enlist_revocation() FROM PUBLIC;

DROP TRIGGER IF EXISTS trg_certificate_revocations_enlist ON certificate_revocations;
CREATE TRIGGER trg_certificate_revocations_enlist
    BEFORE INSERT OR UPDATE OF revocation_reason, revocation_date, invalidity_date ON certificate_revocations
    FOR EACH ROW EXECUTE FUNCTION public.enlist_revocation();

COMMENT ON COLUMN certificate_revocations.crl_shard IS 'as in certificates';
COMMENT ON COLUMN certificate_revocations.serial_number IS 'as in certificates; NULL where no list of ours names the certificate';
COMMENT ON COLUMN certificate_revocations.listed_until IS 'the end of the certificate, or of its revocation if that came later';
COMMENT ON COLUMN certificate_revocations.is_current IS 'whether it is the latest of its certificate';
COMMENT ON COLUMN certificate_revocations.change_number IS 'crl_publications.change_number of the full list when it was written';
