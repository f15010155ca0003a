-- A delta serves whoever holds a full list that is still good, not only the latest. Lists themselves are kept for three rounds, so
-- the delta's row remembers two of them: the base, no younger than any full list that is still good, and the one that takes its
-- place when all before it have ended. Both are of lists that named a delta.

DO $$
DECLARE
    missing text;
BEGIN
    SELECT string_agg(required.name, ', ') INTO missing
    FROM unnest(ARRAY['clm_secure_service']) AS required (name)
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = required.name);
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'role missing: %', missing USING ERRCODE = 'undefined_object',
            HINT = 'The bootstrap creates the roles; run it as a superuser, then migrate again.';
    END IF;
END $$;

ALTER TABLE crl_publications ADD COLUMN IF NOT EXISTS base_crl_number bigint;
ALTER TABLE crl_publications ADD COLUMN IF NOT EXISTS base_change bigint;
ALTER TABLE crl_publications ADD COLUMN IF NOT EXISTS next_base_crl_number bigint;
ALTER TABLE crl_publications ADD COLUMN IF NOT EXISTS next_base_change bigint;
ALTER TABLE crl_publications ADD COLUMN IF NOT EXISTS next_base_at timestamptz;
ALTER TABLE crl_publications ADD COLUMN IF NOT EXISTS named_until timestamptz;

GRANT UPDATE (base_crl_number, base_change, next_base_crl_number, next_base_change, next_base_at, named_until)
    ON crl_publications TO clm_secure_service;

COMMENT ON COLUMN crl_publications.base_crl_number IS 'of the delta: a full list no younger than any that is still good';
COMMENT ON COLUMN crl_publications.base_change IS 'of the delta: what that list covers';
COMMENT ON COLUMN crl_publications.next_base_crl_number IS 'of the delta: takes the place of the base when all lists before it have ended';
COMMENT ON COLUMN crl_publications.next_base_change IS 'of the delta: what that list covers';
COMMENT ON COLUMN crl_publications.next_base_at IS 'of the delta: when that list was stored';
COMMENT ON COLUMN crl_publications.named_until IS 'of the delta: the end of the last full list that names it';
