-- The signed lists as they were served (RFC 5280, section 5).

CREATE TABLE IF NOT EXISTS certificate_revocation_lists (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    organization_id uuid NOT NULL,
    authority_id uuid NOT NULL,
    crl_number bigint NOT NULL,
    this_update timestamptz NOT NULL,
    next_update timestamptz NOT NULL,
    der_encoded_crl bytea NOT NULL,
    entry_count int NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_certificate_revocation_lists PRIMARY KEY (id),
    CONSTRAINT uq_certificate_revocation_lists_authority_id_crl_number UNIQUE (authority_id, crl_number),
    CONSTRAINT ck_certificate_revocation_lists_validity CHECK (this_update < next_update),
    CONSTRAINT fk_certificate_revocation_lists_authority_id FOREIGN KEY (authority_id)
        REFERENCES certificate_authorities (id) ON DELETE RESTRICT
);

CREATE INDEX IF NOT EXISTS idx_certificate_revocation_lists_organization_id
    ON certificate_revocation_lists (organization_id);
CREATE INDEX IF NOT EXISTS idx_certificate_revocation_lists_next_update
    ON certificate_revocation_lists (next_update);

COMMENT ON COLUMN certificate_revocation_lists.organization_id
    IS 'cross-database reference: clm_core_db.organizations';
