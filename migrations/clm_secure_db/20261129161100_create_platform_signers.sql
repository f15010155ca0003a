-- What signs for the platform: one self-signed certificate in use, its key under a data key that belongs to no organization.
-- One that was replaced stays, because what it signed is checked years later.

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

CREATE TABLE IF NOT EXISTS platform_signers (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    encryption_key_id uuid NOT NULL,
    der_encoded_cert bytea NOT NULL,
    thumbprint_sha256 varchar(64) NOT NULL,
    not_after timestamptz NOT NULL,
    encrypted_key_material bytea NOT NULL,
    encryption_iv bytea NOT NULL,
    encryption_auth_tag bytea NOT NULL,
    signer_status varchar(20) NOT NULL DEFAULT 'active',
    replaced_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_platform_signers PRIMARY KEY (id),
    CONSTRAINT ck_platform_signers_signer_status CHECK (signer_status IN ('active', 'replaced')),
    CONSTRAINT ck_platform_signers_replaced_at CHECK ((signer_status = 'replaced') = (replaced_at IS NOT NULL)),
    CONSTRAINT fk_platform_signers_encryption_key_id FOREIGN KEY (encryption_key_id)
        REFERENCES encryption_keys (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX IF NOT EXISTS uq_platform_signers_active
    ON platform_signers (signer_status) WHERE signer_status = 'active';
CREATE INDEX IF NOT EXISTS idx_platform_signers_encryption_key_id ON platform_signers (encryption_key_id);

-- Tenants' transactions have no business with it.
GRANT SELECT, INSERT, UPDATE ON platform_signers TO clm_secure_service;

ALTER TABLE key_rotations ADD COLUMN IF NOT EXISTS record_signer_id uuid;
ALTER TABLE key_rotations DROP CONSTRAINT IF EXISTS fk_key_rotations_record_signer_id;
ALTER TABLE key_rotations ADD CONSTRAINT fk_key_rotations_record_signer_id FOREIGN KEY (record_signer_id)
    REFERENCES platform_signers (id) ON DELETE RESTRICT NOT VALID;
ALTER TABLE key_rotations VALIDATE CONSTRAINT fk_key_rotations_record_signer_id;
CREATE INDEX IF NOT EXISTS idx_key_rotations_record_signer_id ON key_rotations (record_signer_id);
