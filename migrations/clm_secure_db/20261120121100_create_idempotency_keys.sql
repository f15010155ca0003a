-- The answer a POST gave, stored in the transaction of what it made.

CREATE TABLE IF NOT EXISTS idempotency_keys (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    idempotency_key varchar(255) NOT NULL,
    operation varchar(100) NOT NULL,
    request_fingerprint varchar(64) NOT NULL,
    response_status int NOT NULL,
    response_location text,
    response_body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    CONSTRAINT pk_idempotency_keys PRIMARY KEY (id),
    CONSTRAINT uq_idempotency_keys_organization_id_user_id_idempotency_key
        UNIQUE (organization_id, user_id, idempotency_key),
    CONSTRAINT ck_idempotency_keys_request_fingerprint CHECK (request_fingerprint ~ '^[0-9a-f]{64}$')
);

CREATE INDEX IF NOT EXISTS idx_idempotency_keys_expires_at ON idempotency_keys (expires_at);

COMMENT ON COLUMN idempotency_keys.organization_id IS 'cross-database reference: clm_core_db.organizations';
COMMENT ON COLUMN idempotency_keys.user_id IS 'cross-database reference: clm_core_db.users';
COMMENT ON COLUMN idempotency_keys.request_fingerprint IS 'hex SHA-256 of the request';
