-- A certificate authority is a certificate that may issue; its key rests in private_keys like any other.

CREATE TABLE IF NOT EXISTS certificate_authorities (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    organization_id uuid NOT NULL,
    name varchar(63) NOT NULL,
    certificate_id uuid NOT NULL,
    issuer_certificate_id uuid,
    path_length int,
    name_constraints jsonb,
    last_crl_number bigint NOT NULL DEFAULT 0,
    created_by_user_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT pk_certificate_authorities PRIMARY KEY (id),
    CONSTRAINT uq_certificate_authorities_name UNIQUE (name),
    CONSTRAINT uq_certificate_authorities_certificate_id UNIQUE (certificate_id),
    CONSTRAINT ck_certificate_authorities_name CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    CONSTRAINT ck_certificate_authorities_path_length CHECK (path_length >= 0),
    CONSTRAINT ck_certificate_authorities_last_crl_number CHECK (last_crl_number >= 0),
    CONSTRAINT fk_certificate_authorities_certificate_id FOREIGN KEY (certificate_id)
        REFERENCES certificates (id) ON DELETE RESTRICT,
    CONSTRAINT fk_certificate_authorities_issuer_certificate_id FOREIGN KEY (issuer_certificate_id)
        REFERENCES certificates (id) ON DELETE RESTRICT
);

CREATE INDEX IF NOT EXISTS idx_certificate_authorities_organization_id
    ON certificate_authorities (organization_id) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_certificate_authorities_issuer_certificate_id
    ON certificate_authorities (issuer_certificate_id);

DROP TRIGGER IF EXISTS trg_certificate_authorities_updated_at ON certificate_authorities;
CREATE TRIGGER trg_certificate_authorities_updated_at BEFORE UPDATE ON certificate_authorities
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON COLUMN certificate_authorities.name IS 'part of public addresses, hence unique beyond the organization';
COMMENT ON COLUMN certificate_authorities.issuer_certificate_id IS 'NULL for a root';
COMMENT ON COLUMN certificate_authorities.organization_id IS 'cross-database reference: clm_core_db.organizations';
COMMENT ON COLUMN certificate_authorities.created_by_user_id IS 'cross-database reference: clm_core_db.users';
