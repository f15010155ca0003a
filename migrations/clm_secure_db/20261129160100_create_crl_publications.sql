-- What each list of an authority still has to say. Apart from certificate_authorities, so that neither publishing nor
-- revoking locks a row that a foreign key of issuance meets. shard: 0 the full list, -1 the delta on it, n the shard n.
-- change_number counts what has happened to the list's revocations, in the order of commits: the row is locked from the count
-- to the commit, so whoever sees number n sees all changes up to it. A list is due while covered_change is lower.

DO $$
DECLARE
    missing text;
BEGIN
    SELECT string_agg(required.name, ', ') INTO missing
    FROM unnest(ARRAY['clm_secure_user', 'clm_secure_service']) AS required (name)
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = required.name);
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'role missing: %', missing USING ERRCODE = 'undefined_object',
            HINT = 'The bootstrap creates the roles; run it as a superuser, then migrate again.';
    END IF;
END $$;

CREATE TABLE IF NOT EXISTS crl_publications (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    organization_id uuid NOT NULL,
    authority_id uuid NOT NULL,
    shard int NOT NULL,
    change_number bigint NOT NULL DEFAULT 0,
    covered_change bigint NOT NULL DEFAULT -1,
    crl_number bigint NOT NULL DEFAULT 0,
    this_update timestamptz,
    next_update timestamptz,
    entry_count int NOT NULL DEFAULT 0,
    published_at timestamptz,
    claimed_until timestamptz NOT NULL DEFAULT '-infinity',
    settling_since timestamptz,
    settled_until timestamptz,
    open_shard int NOT NULL DEFAULT 0,
    is_described boolean NOT NULL DEFAULT false,
    CONSTRAINT pk_crl_publications PRIMARY KEY (id),
    CONSTRAINT uq_crl_publications_authority_id_shard UNIQUE (authority_id, shard),
    CONSTRAINT ck_crl_publications_shard CHECK (shard >= -1),
    CONSTRAINT ck_crl_publications_open_shard CHECK (open_shard >= 0 AND (shard = 0 OR open_shard = 0)),
    CONSTRAINT fk_crl_publications_authority_id FOREIGN KEY (authority_id)
        REFERENCES certificate_authorities (id) ON DELETE CASCADE
) WITH (fillfactor = 50);

CREATE INDEX IF NOT EXISTS idx_crl_publications_organization_id ON crl_publications (organization_id);

ALTER TABLE crl_publications ENABLE ROW LEVEL SECURITY;
ALTER TABLE crl_publications FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_isolation ON crl_publications;
CREATE POLICY tenant_isolation ON crl_publications
    USING (organization_id = nullif(current_setting('clm.organization_id', true), '')::uuid)
    WITH CHECK (organization_id = nullif(current_setting('clm.organization_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON crl_publications TO clm_secure_user, clm_secure_service;

COMMENT ON COLUMN crl_publications.organization_id IS 'cross-database reference: clm_core_db.organizations';
COMMENT ON COLUMN crl_publications.shard IS '0 the full list, -1 the delta on it, n the shard n';
COMMENT ON COLUMN crl_publications.covered_change IS 'the latest list says all changes up to this one';
COMMENT ON COLUMN crl_publications.claimed_until IS 'no other instance begins a list before; also the least interval between two';
COMMENT ON COLUMN crl_publications.settling_since
    IS 'this_update of the list that settles next: what ended before it was on a list issued after its end';
COMMENT ON COLUMN crl_publications.settled_until IS 'what ended before has been listed after its end for a day and leaves';
COMMENT ON COLUMN crl_publications.open_shard IS 'of the full list: the list that new certificates name';
COMMENT ON COLUMN crl_publications.is_described IS 'whether revocations from before this table repeat what their certificates say';
