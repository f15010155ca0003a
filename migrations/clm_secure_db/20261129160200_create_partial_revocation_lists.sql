-- Shards (RFC 5280, 5.2.5) and deltas (5.2.4) as they were served; full lists stay in certificate_revocation_lists, where the
-- release before looks for the latest. Lists do not compress, and are read in slices.

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

CREATE TABLE IF NOT EXISTS partial_revocation_lists (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    organization_id uuid NOT NULL,
    authority_id uuid NOT NULL,
    shard int NOT NULL,
    base_crl_number bigint,
    crl_number bigint NOT NULL,
    this_update timestamptz NOT NULL,
    next_update timestamptz NOT NULL,
    der_encoded_crl bytea NOT NULL,
    entry_count int NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_partial_revocation_lists PRIMARY KEY (id),
    CONSTRAINT uq_partial_revocation_lists_authority_id_shard_crl_number UNIQUE (authority_id, shard, crl_number),
    CONSTRAINT ck_partial_revocation_lists_shard CHECK (shard = -1 OR shard > 0),
    CONSTRAINT ck_partial_revocation_lists_base CHECK ((shard = -1) = (base_crl_number IS NOT NULL)),
    CONSTRAINT ck_partial_revocation_lists_validity CHECK (this_update < next_update),
    CONSTRAINT fk_partial_revocation_lists_authority_id FOREIGN KEY (authority_id)
        REFERENCES certificate_authorities (id) ON DELETE RESTRICT
);

CREATE INDEX IF NOT EXISTS idx_partial_revocation_lists_organization_id ON partial_revocation_lists (organization_id);

ALTER TABLE partial_revocation_lists ALTER COLUMN der_encoded_crl SET STORAGE EXTERNAL;
ALTER TABLE certificate_revocation_lists ALTER COLUMN der_encoded_crl SET STORAGE EXTERNAL;

ALTER TABLE partial_revocation_lists ENABLE ROW LEVEL SECURITY;
ALTER TABLE partial_revocation_lists FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_isolation ON partial_revocation_lists;
CREATE POLICY tenant_isolation ON partial_revocation_lists
    USING (organization_id = nullif(current_setting('clm.organization_id', true), '')::uuid)
    WITH CHECK (organization_id = nullif(current_setting('clm.organization_id', true), '')::uuid);

-- What was signed never changes.
GRANT SELECT, INSERT ON partial_revocation_lists TO clm_secure_user, clm_secure_service;
-- All but the last few.
GRANT DELETE ON partial_revocation_lists TO clm_secure_service;

COMMENT ON COLUMN partial_revocation_lists.organization_id IS 'cross-database reference: clm_core_db.organizations';
COMMENT ON COLUMN partial_revocation_lists.shard IS '-1 a delta, n the shard n';
