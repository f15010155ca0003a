-- Baseline of clm_secure_db: key material, certificates, requests, revocations and their audit log.

CREATE EXTENSION IF NOT EXISTS "uuid-ossp";
CREATE EXTENSION IF NOT EXISTS pgcrypto;

DO $$
DECLARE
    missing text;
BEGIN
    SELECT string_agg(required.name, ', ') INTO missing
    FROM unnest(ARRAY['uuid-ossp', 'pgcrypto']) AS required (name)
    WHERE NOT EXISTS (SELECT FROM pg_extension WHERE extname = required.name);
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'extension missing in database %: %', current_database(), missing
            USING HINT = 'Create it as a superuser (bootstrap does), then migrate again.';
    END IF;
END $$;

-- A trigger fires without EXECUTE, so nobody but the owner ever needs to call our functions.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE OR REPLACE FUNCTION public.set_updated_at() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := pg_catalog.now();
    RETURN NEW;
END $$;

-- The one exception to be, DELETE by clm_maintenance of archived and sealed entries, arrives with archiving:
-- until entries can be archived none is, so everybody is refused.
CREATE OR REPLACE FUNCTION public.refuse_audit_log_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'Only clm_maintenance may delete, and only entries that are archived and sealed.';
END $$;

REVOKE ALL ON FUNCTION public.set_updated_at(), public.refuse_audit_log_change() FROM PUBLIC;

CREATE TABLE IF NOT EXISTS encryption_keys (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    key_id varchar(255) NOT NULL,
    key_type varchar(50) NOT NULL,
    algorithm varchar(50) NOT NULL,
    key_status varchar(50) NOT NULL DEFAULT 'active',
    encrypted_key_material bytea NOT NULL,
    key_wrap_algorithm varchar(50) NOT NULL,
    key_version int NOT NULL DEFAULT 1,
    rotation_schedule_days int,
    last_rotated_at timestamptz,
    next_rotation_at timestamptz,
    created_by_user_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT pk_encryption_keys PRIMARY KEY (id),
    CONSTRAINT uq_encryption_keys_key_id UNIQUE (key_id),
    CONSTRAINT ck_encryption_keys_key_type CHECK (key_type IN ('master', 'data', 'session', 'hmac')),
    CONSTRAINT ck_encryption_keys_key_status CHECK (key_status IN ('active', 'rotating', 'retired', 'revoked'))
);

CREATE TABLE IF NOT EXISTS certificates (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    certificate_id varchar(255) NOT NULL,
    common_name varchar(255) NOT NULL,
    certificate_type varchar(50) NOT NULL,
    pem_encoded_cert text NOT NULL,
    der_encoded_cert bytea NOT NULL,
    certificate_chain text[],
    serial_number varchar(255) NOT NULL,
    thumbprint_sha256 varchar(64) NOT NULL,
    thumbprint_sha1 varchar(40),
    subject_key_identifier varchar(255),
    authority_key_identifier varchar(255),
    issuer_dn text NOT NULL,
    subject_dn text NOT NULL,
    subject_alternative_names jsonb,
    key_algorithm varchar(50) NOT NULL,
    key_size int,
    signature_algorithm varchar(100) NOT NULL,
    not_before timestamptz NOT NULL,
    not_after timestamptz NOT NULL,
    status varchar(50) NOT NULL DEFAULT 'active',
    revocation_reason varchar(100),
    revoked_at timestamptz,
    encryption_key_id uuid,
    is_encrypted boolean NOT NULL DEFAULT false,
    encryption_algorithm varchar(50),
    owner_user_id uuid NOT NULL,
    policy_id uuid,
    workflow_id uuid,
    created_by_user_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT pk_certificates PRIMARY KEY (id),
    CONSTRAINT uq_certificates_certificate_id UNIQUE (certificate_id),
    CONSTRAINT uq_certificates_thumbprint_sha256 UNIQUE (thumbprint_sha256),
    CONSTRAINT ck_certificates_certificate_type CHECK (
        certificate_type IN ('root', 'intermediate', 'leaf', 'client', 'server', 'code_signing', 'email')),
    CONSTRAINT ck_certificates_status CHECK (
        status IN ('pending', 'active', 'expiring', 'expired', 'revoked', 'suspended')),
    CONSTRAINT ck_certificates_validity CHECK (not_before < not_after),
    CONSTRAINT fk_certificates_encryption_key_id FOREIGN KEY (encryption_key_id)
        REFERENCES encryption_keys (id) ON DELETE RESTRICT
);

CREATE TABLE IF NOT EXISTS private_keys (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    certificate_id uuid NOT NULL,
    encrypted_key_material bytea NOT NULL,
    encryption_key_id uuid NOT NULL,
    encryption_algorithm varchar(50) NOT NULL DEFAULT 'AES-256-GCM',
    encryption_iv bytea NOT NULL,
    encryption_auth_tag bytea,
    key_algorithm varchar(50) NOT NULL,
    key_size int,
    curve_name varchar(50),
    key_format varchar(50) NOT NULL DEFAULT 'PKCS8',
    is_exportable boolean NOT NULL DEFAULT false,
    is_hsm_backed boolean NOT NULL DEFAULT false,
    hsm_key_id varchar(255),
    hsm_slot_id varchar(255),
    access_policy jsonb,
    last_accessed_at timestamptz,
    access_count int NOT NULL DEFAULT 0,
    created_by_user_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT pk_private_keys PRIMARY KEY (id),
    CONSTRAINT uq_private_keys_certificate_id UNIQUE (certificate_id),
    CONSTRAINT ck_private_keys_key_algorithm CHECK (key_algorithm IN ('RSA', 'ECDSA', 'Ed25519', 'Ed448')),
    CONSTRAINT ck_private_keys_hsm_key_id CHECK (NOT is_hsm_backed OR hsm_key_id IS NOT NULL),
    CONSTRAINT fk_private_keys_certificate_id FOREIGN KEY (certificate_id)
        REFERENCES certificates (id) ON DELETE RESTRICT,
    CONSTRAINT fk_private_keys_encryption_key_id FOREIGN KEY (encryption_key_id)
        REFERENCES encryption_keys (id) ON DELETE RESTRICT
);

CREATE TABLE IF NOT EXISTS certificate_requests (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    request_id varchar(255) NOT NULL,
    pem_encoded_csr text NOT NULL,
    der_encoded_csr bytea NOT NULL,
    common_name varchar(255) NOT NULL,
    subject_dn text NOT NULL,
    subject_alternative_names jsonb,
    key_algorithm varchar(50) NOT NULL,
    key_size int,
    requested_validity_days int NOT NULL,
    certificate_type varchar(50) NOT NULL,
    status varchar(50) NOT NULL DEFAULT 'pending',
    rejection_reason text,
    issued_certificate_id uuid,
    requester_user_id uuid NOT NULL,
    approver_user_id uuid,
    policy_id uuid,
    workflow_id uuid,
    requested_at timestamptz NOT NULL DEFAULT now(),
    approved_at timestamptz,
    fulfilled_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT pk_certificate_requests PRIMARY KEY (id),
    CONSTRAINT uq_certificate_requests_request_id UNIQUE (request_id),
    CONSTRAINT ck_certificate_requests_certificate_type CHECK (
        certificate_type IN ('root', 'intermediate', 'leaf', 'client', 'server', 'code_signing', 'email')),
    CONSTRAINT ck_certificate_requests_status CHECK (
        status IN ('pending', 'approved', 'rejected', 'fulfilled', 'expired', 'cancelled')),
    CONSTRAINT fk_certificate_requests_issued_certificate_id FOREIGN KEY (issued_certificate_id)
        REFERENCES certificates (id) ON DELETE RESTRICT
);

CREATE TABLE IF NOT EXISTS certificate_revocations (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    certificate_id uuid NOT NULL,
    revocation_date timestamptz NOT NULL DEFAULT now(),
    revocation_reason varchar(100) NOT NULL,
    invalidity_date timestamptz,
    crl_entry_added boolean NOT NULL DEFAULT false,
    crl_sequence_number bigint,
    ocsp_status_updated boolean NOT NULL DEFAULT false,
    revoked_by_user_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_certificate_revocations PRIMARY KEY (id),
    CONSTRAINT ck_certificate_revocations_revocation_reason CHECK (
        revocation_reason IN ('unspecified', 'key_compromise', 'ca_compromise', 'affiliation_changed', 'superseded',
            'cessation_of_operation', 'certificate_hold', 'remove_from_crl', 'privilege_withdrawn', 'aa_compromise')),
    CONSTRAINT fk_certificate_revocations_certificate_id FOREIGN KEY (certificate_id)
        REFERENCES certificates (id) ON DELETE RESTRICT
);

CREATE TABLE IF NOT EXISTS key_rotation_history (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    old_key_id uuid NOT NULL,
    new_key_id uuid NOT NULL,
    rotation_type varchar(50) NOT NULL,
    rotation_reason text,
    items_re_encrypted int NOT NULL DEFAULT 0,
    rotation_started_at timestamptz NOT NULL,
    rotation_completed_at timestamptz,
    rotation_status varchar(50) NOT NULL DEFAULT 'in_progress',
    error_message text,
    initiated_by_user_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_key_rotation_history PRIMARY KEY (id),
    CONSTRAINT ck_key_rotation_history_rotation_type CHECK (
        rotation_type IN ('scheduled', 'emergency', 'compromise', 'manual')),
    CONSTRAINT ck_key_rotation_history_rotation_status CHECK (
        rotation_status IN ('in_progress', 'completed', 'failed', 'rolled_back')),
    CONSTRAINT fk_key_rotation_history_old_key_id FOREIGN KEY (old_key_id)
        REFERENCES encryption_keys (id) ON DELETE RESTRICT,
    CONSTRAINT fk_key_rotation_history_new_key_id FOREIGN KEY (new_key_id)
        REFERENCES encryption_keys (id) ON DELETE RESTRICT
);

CREATE TABLE IF NOT EXISTS secure_audit_log (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    event_id varchar(255) NOT NULL,
    event_type varchar(100) NOT NULL,
    event_category varchar(50) NOT NULL,
    severity varchar(20) NOT NULL,
    resource_type varchar(50) NOT NULL,
    resource_id uuid NOT NULL,
    action varchar(100) NOT NULL,
    user_id uuid NOT NULL,
    ip_address inet,
    user_agent text,
    session_id varchar(255),
    event_data jsonb,
    result varchar(50) NOT NULL,
    error_message text,
    event_timestamp timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_secure_audit_log PRIMARY KEY (id),
    CONSTRAINT uq_secure_audit_log_event_id UNIQUE (event_id),
    CONSTRAINT ck_secure_audit_log_event_category CHECK (
        event_category IN ('key_access', 'cert_access', 'key_rotation', 'revocation', 'csr', 'export')),
    CONSTRAINT ck_secure_audit_log_severity CHECK (severity IN ('info', 'warning', 'error', 'critical')),
    CONSTRAINT ck_secure_audit_log_result CHECK (result IN ('success', 'failure', 'partial'))
);

CREATE INDEX IF NOT EXISTS idx_encryption_keys_key_status ON encryption_keys (key_status) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_encryption_keys_key_type ON encryption_keys (key_type) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_encryption_keys_next_rotation_at ON encryption_keys (next_rotation_at)
    WHERE key_status = 'active' AND deleted_at IS NULL;

CREATE INDEX IF NOT EXISTS idx_certificates_status ON certificates (status) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_certificates_certificate_type ON certificates (certificate_type)
    WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_certificates_owner_user_id ON certificates (owner_user_id) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_certificates_policy_id ON certificates (policy_id) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_certificates_not_after ON certificates (not_after) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_certificates_common_name ON certificates (common_name) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_certificates_workflow_id ON certificates (workflow_id) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_certificates_serial_number ON certificates (serial_number);

CREATE INDEX IF NOT EXISTS idx_private_keys_certificate_id ON private_keys (certificate_id) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_private_keys_encryption_key_id ON private_keys (encryption_key_id);
CREATE INDEX IF NOT EXISTS idx_private_keys_hsm_key_id ON private_keys (hsm_key_id)
    WHERE is_hsm_backed AND deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_private_keys_last_accessed_at ON private_keys (last_accessed_at)
    WHERE deleted_at IS NULL;

CREATE INDEX IF NOT EXISTS idx_certificate_requests_status ON certificate_requests (status) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_certificate_requests_requester_user_id ON certificate_requests (requester_user_id)
    WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_certificate_requests_workflow_id ON certificate_requests (workflow_id)
    WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_certificate_requests_issued_certificate_id
    ON certificate_requests (issued_certificate_id);

CREATE INDEX IF NOT EXISTS idx_certificate_revocations_certificate_id ON certificate_revocations (certificate_id);
CREATE INDEX IF NOT EXISTS idx_certificate_revocations_revocation_date ON certificate_revocations (revocation_date);
CREATE INDEX IF NOT EXISTS idx_certificate_revocations_revocation_reason
    ON certificate_revocations (revocation_reason);

CREATE INDEX IF NOT EXISTS idx_key_rotation_history_old_key_id ON key_rotation_history (old_key_id);
CREATE INDEX IF NOT EXISTS idx_key_rotation_history_new_key_id ON key_rotation_history (new_key_id);
CREATE INDEX IF NOT EXISTS idx_key_rotation_history_rotation_status ON key_rotation_history (rotation_status);
CREATE INDEX IF NOT EXISTS idx_key_rotation_history_rotation_started_at
    ON key_rotation_history (rotation_started_at);

CREATE INDEX IF NOT EXISTS idx_secure_audit_log_event_type ON secure_audit_log (event_type);
CREATE INDEX IF NOT EXISTS idx_secure_audit_log_event_category ON secure_audit_log (event_category);
CREATE INDEX IF NOT EXISTS idx_secure_audit_log_user_id ON secure_audit_log (user_id);
CREATE INDEX IF NOT EXISTS idx_secure_audit_log_resource ON secure_audit_log (resource_type, resource_id);
CREATE INDEX IF NOT EXISTS idx_secure_audit_log_event_timestamp ON secure_audit_log (event_timestamp DESC);
CREATE INDEX IF NOT EXISTS idx_secure_audit_log_severity ON secure_audit_log (severity)
    WHERE severity IN ('error', 'critical');

CREATE OR REPLACE VIEW active_certificates AS
SELECT id, certificate_id, common_name, certificate_type, serial_number, thumbprint_sha256, issuer_dn, subject_dn,
    subject_alternative_names, signature_algorithm, not_before, not_after, status, owner_user_id, policy_id,
    workflow_id, created_by_user_id, created_at, updated_at
FROM certificates
WHERE deleted_at IS NULL AND status IN ('active', 'expiring');

CREATE OR REPLACE VIEW expiring_certificates AS
SELECT id, certificate_id, common_name, certificate_type, serial_number, issuer_dn, subject_dn, not_before, not_after,
    status, owner_user_id, policy_id, workflow_id,
    floor(extract(epoch FROM not_after - now()) / 86400)::int AS days_until_expiry
FROM certificates
WHERE deleted_at IS NULL AND status = 'active' AND not_after > now() AND not_after <= now() + interval '30 days';

DROP TRIGGER IF EXISTS trg_encryption_keys_updated_at ON encryption_keys;
CREATE TRIGGER trg_encryption_keys_updated_at BEFORE UPDATE ON encryption_keys
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();
DROP TRIGGER IF EXISTS trg_certificates_updated_at ON certificates;
CREATE TRIGGER trg_certificates_updated_at BEFORE UPDATE ON certificates
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();
DROP TRIGGER IF EXISTS trg_private_keys_updated_at ON private_keys;
CREATE TRIGGER trg_private_keys_updated_at BEFORE UPDATE ON private_keys
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();
DROP TRIGGER IF EXISTS trg_certificate_requests_updated_at ON certificate_requests;
CREATE TRIGGER trg_certificate_requests_updated_at BEFORE UPDATE ON certificate_requests
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

DROP TRIGGER IF EXISTS trg_secure_audit_log_append_only ON secure_audit_log;
CREATE TRIGGER trg_secure_audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON secure_audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_audit_log_change();
-- ALWAYS: session_replication_role = replica must not switch it off.
ALTER TABLE secure_audit_log ENABLE ALWAYS TRIGGER trg_secure_audit_log_append_only;

COMMENT ON COLUMN encryption_keys.created_by_user_id IS 'cross-database reference: clm_core_db.users';
COMMENT ON COLUMN certificates.owner_user_id IS 'cross-database reference: clm_core_db.users';
COMMENT ON COLUMN certificates.policy_id IS 'cross-database reference: clm_core_db.policies';
COMMENT ON COLUMN certificates.workflow_id IS 'cross-database reference: clm_core_db.workflows';
COMMENT ON COLUMN certificates.created_by_user_id IS 'cross-database reference: clm_core_db.users';
COMMENT ON COLUMN private_keys.created_by_user_id IS 'cross-database reference: clm_core_db.users';
COMMENT ON COLUMN certificate_requests.requester_user_id IS 'cross-database reference: clm_core_db.users';
COMMENT ON COLUMN certificate_requests.approver_user_id IS 'cross-database reference: clm_core_db.users';
COMMENT ON COLUMN certificate_requests.policy_id IS 'cross-database reference: clm_core_db.policies';
COMMENT ON COLUMN certificate_requests.workflow_id IS 'cross-database reference: clm_core_db.workflows';
COMMENT ON COLUMN certificate_revocations.revoked_by_user_id IS 'cross-database reference: clm_core_db.users';
COMMENT ON COLUMN key_rotation_history.initiated_by_user_id IS 'cross-database reference: clm_core_db.users';
COMMENT ON COLUMN secure_audit_log.user_id IS 'cross-database reference: clm_core_db.users';
COMMENT ON COLUMN secure_audit_log.resource_id
    IS 'no reference: the id of what resource_type names, kept after that is gone';
COMMENT ON COLUMN certificates.is_encrypted IS 'reserved: certificates are public and stay readable';
